import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import { allCommands, examplesOf } from "./help-examples.ts";
import { root } from "./markdown.ts";

/** Programs that tests run and documents may show. */
const programs = [
  "apps/cli/examples",
  "apps/examples/src",
  ...readdirSync(join(root, "packages")).map((name) => `packages/${name}/examples`),
]
  .filter((dir) => existsSync(join(root, dir)))
  .flatMap((dir) => readdirSync(join(root, dir)).map((name) => join(dir, name)))
  .concat("packages/event-query/test/usage.test.ts")
  .map((path) => plain(readFileSync(join(root, path), "utf8")));

/** Whether a snippet is a program that tests run, or lines of one; the indentation may differ. */
export function isShownFrom(code: string): boolean {
  return programs.some((program) => program.includes(plain(code)));
}

function plain(code: string): string {
  return code.replaceAll(/^\s+/gm, "");
}

/** What documents tell people to run and which file has it run. */
const runners: readonly (readonly [RegExp, string])[] = [
  [/^npm (test|run (demo|check))$/, ".ci/run"],
  [
    /^npm install (-g )?(@openclaw\/[a-z-]+|openclaw-events|zod)( (@openclaw\/[a-z-]+|zod))*$/,
    "tooling/install-check.mjs",
  ],
  [
    /^openclaw plugins install @openclaw\/gateway-integration$/,
    "tooling/gateway-harness/gateway.ts",
  ],
  [
    /^openclaw config set plugins\.entries\.event-store\.hooks\.allowConversationAccess true$/,
    "tooling/gateway-harness/gateway.ts",
  ],
  [
    /^openclaw-events (isolation (generate|provision|test)|query --reader) /,
    "apps/cli/test/isolation.test.ts",
  ],
];

/** Whether a line for a shell is run by a file of this repository beside these tests. */
export function isRunElsewhere(line: string): boolean {
  if (allCommands().some((command) => examplesOf(command).includes(line))) return true;
  return runners.some(([pattern, file]) => pattern.test(line) && existsSync(join(root, file)));
}
