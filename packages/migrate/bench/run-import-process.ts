import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const outcomeSchema = z.object({
  seconds: z.number(),
  cpuSeconds: z.number(),
  rssBytes: z.number(),
  report: z.looseObject({
    importId: z.string(),
    sources: z.record(z.string(), z.object({ files: z.number(), added: z.number() })),
    problems: z.array(z.object({ path: z.string(), message: z.string() })),
  }),
});

export type ImportOutcome = z.infer<typeof outcomeSchema>;

/** Imports a workspace in a process of its own. */
export async function runImport(url: string, workspace: string): Promise<ImportOutcome> {
  const child = start(url, workspace);
  if (child.stdout === null) throw new Error("the import has no output");
  return outcomeSchema.parse(JSON.parse(await text(child.stdout)));
}

/** Starts an import, and kills it about when some files are done. @returns whether it was killed */
export async function killImport(
  url: string,
  { workspace, afterFiles }: { readonly workspace: string; readonly afterFiles: number },
): Promise<boolean> {
  const child = start(url, workspace);
  child.on("message", (files) => {
    if (Number(files) >= afterFiles) child.kill("SIGKILL");
  });
  await once(child, "exit");
  return child.signalCode === "SIGKILL";
}

function start(url: string, workspace: string): ChildProcess {
  const program = fileURLToPath(new URL("import-process.ts", import.meta.url));
  const options = ["--import", "tsx", "--conditions=@openclaw/source"];
  return spawn(process.execPath, [...options, program, url, workspace], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
}
