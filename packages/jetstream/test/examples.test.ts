import { join } from "node:path";
import { runProgram } from "@openclaw/tooling/run-program";
import { expect, test } from "vitest";

test("the program that the README shows runs", async () => {
  const program = join(import.meta.dirname, "../examples/use.ts");

  const printed = await runProgram(program);

  expect(printed).toBe("0 messages\n");
});
