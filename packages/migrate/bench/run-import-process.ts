import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { bundleOptions } from "@openclaw/tooling/bundle-options";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { build } from "esbuild";
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

/** Imports into a store in processes of their own, which end with this one. */
export interface ImportProgram extends AsyncDisposable {
  /** Imports a workspace. */
  run(url: string, workspace: string): Promise<ImportOutcome>;
  /** Starts an import, and kills it about when some files are done. @returns whether it was killed */
  kill(
    url: string,
    options: { readonly workspace: string; readonly afterFiles: number },
  ): Promise<boolean>;
}

/** An import that takes longer hangs. */
const longestMs = 15 * 60_000;

/** Bundles the import into plain JavaScript, which is what a user runs. */
export async function buildImportProgram(): Promise<ImportProgram> {
  const temporary = await temporaryDir();
  const { dir } = temporary;
  const entryPoint = fileURLToPath(new URL("import-process.ts", import.meta.url));
  await build({ ...bundleOptions, entryPoints: [entryPoint], outdir: dir });
  const start = (url: string, workspace: string): ChildProcess =>
    spawn(process.execPath, [join(dir, "import-process.mjs"), url, workspace], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
      timeout: longestMs,
    });
  return {
    async run(url, workspace) {
      const child = start(url, workspace);
      if (child.stdout === null) throw new Error("the import has no output");
      const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
      if (child.exitCode !== 0)
        throw new Error(
          `the import ended with ${child.signalCode ?? child.exitCode}; it may take ${longestMs} ms`,
        );
      return outcomeSchema.parse(JSON.parse(output));
    },
    async kill(url, { workspace, afterFiles }) {
      const child = start(url, workspace);
      child.on("message", (files) => {
        if (Number(files) >= afterFiles) child.kill("SIGKILL");
      });
      await once(child, "exit");
      return child.signalCode === "SIGKILL";
    },
    [Symbol.asyncDispose]: temporary[Symbol.asyncDispose],
  };
}
