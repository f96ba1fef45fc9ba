import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "@openclaw/tooling/run-program";
import { expect, test } from "vitest";

const home = join(import.meta.dirname, "..");

test("README shows a program that runs", async () => {
  const program = join(home, "examples/use.ts");

  const printed = await runProgram(program);

  const readme = await readFile(join(home, "README.md"), "utf8");
  expect(readme).toContain(await readFile(program, "utf8"));
  expect(printed).toBe("0 messages\n");
});
