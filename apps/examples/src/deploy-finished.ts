import { defineEvent } from "@openclaw/event-schema";
import { z } from "zod";

const schema = z.object({
  service: z.string(),
  outcome: z.enum(["succeeded", "failed"]),
  durationMs: z.number().nonnegative(),
});

/** An agent deployed a service. */
export const deployFinished = defineEvent({ type: "deploy-log.deploy.finished", schema });
