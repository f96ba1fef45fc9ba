import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { allCommands, nameOf } from "../help-examples.ts";
import { root } from "../markdown.ts";
import { cliReference, explainedVariables } from "./cli.ts";
import { configReference } from "./config.ts";
import { eventsReference } from "./events.ts";
import { jsonReference, shownCommands } from "./json.ts";
import { subjectsReference } from "./subjects.ts";

test.each([
  ["cli", cliReference],
  ["config", configReference],
  ["events", eventsReference],
  ["subjects", subjectsReference],
  ["json", jsonReference],
] as const)("the reference of %s is what the code says", async (name, make) => {
  const text = await make();

  await expect(text).toMatchFileSnapshot(join(root, "docs/reference", `${name}.md`));
});

/** What it prints is a script. */
const withoutJson = ["completion"];

test("the JSON of every command is shown", () => {
  const all = allCommands().map(nameOf);

  expect([...new Set(shownCommands), ...withoutJson].toSorted()).toEqual(all.toSorted());
});

test("every environment variable that is read is explained", () => {
  const sources = ["apps/cli/src", "packages/jetstream/src/server"].flatMap((dir) =>
    readdirSync(join(root, dir), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => readFileSync(join(root, dir, name), "utf8")),
  );
  const read = sources.flatMap((source) =>
    [...source.matchAll(/\b((?:NATS|OPENCLAW)_[A-Z_]+|NO_COLOR|XDG_CONFIG_HOME)\b/g)].map(
      ([name]) => name,
    ),
  );

  expect([...new Set(read)].toSorted()).toEqual(explainedVariables.toSorted());
});
