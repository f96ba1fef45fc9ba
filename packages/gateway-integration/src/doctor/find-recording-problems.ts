import { callGatewayFromCli } from "openclaw/plugin-sdk/gateway-runtime";
import { z } from "zod";
import type { Problem } from "./check-health.ts";

const patienceMs = 10 * 60_000;
const status = z.object({
  open: z.boolean(),
  stores: z.array(
    z.object({
      stream: z.string(),
      state: z.string(),
      pending: z.number(),
      lost: z.number(),
      lastAckedAt: z.number().optional(),
      lastError: z.string().optional(),
    }),
  ),
  hooks: z.record(z.string(), z.string()),
});
const seeLog = "see the gateway's log, and restart it: openclaw gateway restart";

/** What the running gateway tells of its recording; hooks fire in no other process. */
export async function findRecordingProblems(): Promise<readonly Problem[]> {
  let answer: unknown;
  try {
    const access = { progress: false, scopes: ["operator.read"] };
    answer = await callGatewayFromCli("eventstore.status", { timeout: "5000" }, {}, access);
  } catch (error) {
    return [unanswered(error)];
  }
  const { open, stores, hooks } = status.parse(answer);
  if (!open)
    return [
      {
        check: "gateway.open",
        severity: "error",
        message: "the gateway runs, but its event store is not open",
        remedy: seeLog,
      },
    ];
  return [...stores.flatMap(problemsOf), ...problemsOfHooks(hooks)];
}

function unanswered(error: unknown): Problem {
  const [message] = (error instanceof Error ? error.message : String(error)).split("\n");
  return {
    check: "gateway.answers",
    severity: "info",
    message: `whether events are recorded is not known, the gateway does not tell: ${message}`,
    remedy: "start the gateway with the plugin event-store, then run doctor again",
  };
}

function problemsOf(store: z.infer<typeof status>["stores"][number]): readonly Problem[] {
  const { stream, state, pending, lost, lastAckedAt = 0, lastError = "" } = store;
  const problems: Problem[] = [];
  if (state !== "ready")
    problems.push({
      check: "gateway.sending",
      severity: "error",
      message: `events do not reach stream ${stream}: ${state} ${lastError}`.trimEnd(),
      remedy: `${pending} events wait and none is lost; the other findings tell about the server`,
    });
  else if (pending > 0 && Date.now() - lastAckedAt > patienceMs)
    problems.push({
      check: "gateway.sending",
      severity: "warning",
      message: `${pending} events wait for stream ${stream}, which took none for ten minutes`,
      remedy: seeLog,
    });
  if (lost > 0)
    problems.push({
      check: "gateway.lost",
      severity: "warning",
      message: `${lost} events for stream ${stream} are lost`,
      remedy: "see when and why: openclaw events gaps",
    });
  return problems;
}

function problemsOfHooks(hooks: Readonly<Record<string, string>>): readonly Problem[] {
  if (Object.keys(hooks).length > 0) return [];
  return [
    {
      check: "gateway.hooks",
      severity: "info",
      message: "no hook has fired since the gateway started",
      remedy: "say something to an agent, then run doctor again",
    },
  ];
}
