import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { promisify } from "node:util";
import { findNatsServer } from "@openclaw/jetstream/server";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test } from "vitest";
import { readSettings } from "../../src/store/read-settings.ts";
import { documents, root, type Document } from "./markdown.ts";
import { isCommandLine } from "./named-commands.ts";
import { createReader } from "./reader.ts";
import { isRunElsewhere, isShownFrom } from "./sources.ts";

/** What is written, not made. */
const written = documents.filter(({ path }) => !path.startsWith("docs/reference/"));

/** The blocks of some kinds, each with the name of its document. */
function blocks(...kinds: readonly string[]): readonly { path: string; code: string }[] {
  return written.flatMap(({ path, blocks: all }) =>
    all.filter(({ kind }) => kinds.includes(kind)).map(({ code }) => ({ path, code })),
  );
}

const checked = ["console", "sh", "ts", "yaml", "json5", "nats", "text", "json"];

test("every snippet is of a kind that is checked", () => {
  const others = written.flatMap(({ path, blocks: all }) =>
    all.filter(({ kind }) => !checked.includes(kind)).map(({ kind }) => `${path}: ${kind}`),
  );
  expect(others).toEqual([]);
});

test("no link is dead", () => {
  const anchors = new Map(documents.map((document) => [document.path, document.anchors]));
  const dead = documents.flatMap(({ path, links }) =>
    links.filter((link) => !leadsSomewhere(path, link, anchors)).map((link) => `${path}: ${link}`),
  );
  expect(dead).toEqual([]);
});

function leadsSomewhere(
  from: string,
  link: string,
  anchors: ReadonlyMap<string, Document["anchors"]>,
): boolean {
  if (link.startsWith("https://")) return URL.canParse(link);
  const [file = "", anchor] = link.split("#");
  const path = file === "" ? from : normalize(join(dirname(from), decodeURIComponent(file)));
  if (!existsSync(join(root, path))) return false;
  return anchor === undefined || (anchors.get(path)?.includes(anchor) ?? false);
}

test("every document of docs is reached from the first page", () => {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const { links = [] } = documents.find((each) => each.path === path) ?? {};
    for (const link of links)
      if (!link.startsWith("https://"))
        visit(normalize(join(dirname(path), link.split("#")[0] ?? "")));
  };

  visit("README.md");

  const pages = documents
    .map(({ path }) => path)
    .filter((path) => path.startsWith("docs/") && !path.startsWith("docs/examples/"));
  expect(pages.filter((path) => !seen.has(path) && !path.startsWith("docs/decisions/"))).toEqual(
    [],
  );
});

test("every program shown is a file that runs", () => {
  const made = blocks("ts").filter(({ code }) => !isShownFrom(code));
  expect(made).toEqual([]);
});

test("every command line shown without its output is run by another test", () => {
  const lines = blocks("sh").flatMap(({ path, code }) =>
    code
      .trimEnd()
      .split("\n")
      .map((line) => ({ path, line })),
  );
  expect(lines.filter(({ line }) => !isRunElsewhere(line))).toEqual([]);
});

test("every command named in a text is one of the program", () => {
  const named = documents.flatMap(({ path, codes }) =>
    codes.filter((code) => code.startsWith("openclaw-events ")).map((code) => ({ path, code })),
  );
  expect(named.filter(({ code }) => !isCommandLine(code))).toEqual([]);
});

test("settings shown are settings of the event store", async () => {
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  const found = [];
  for (const { path, code } of blocks("yaml", "json5")) {
    const file = join(dir, code.trimStart().startsWith("{") ? "openclaw.json" : "config.yml");
    await writeFile(file, code);
    found.push({ path, settings: await readSettings(file) });
  }
  expect(found.filter(({ settings }) => settings === undefined)).toEqual([]);
});

test("server settings shown are taken by nats-server", async () => {
  const { path: server } = await findNatsServer();
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  const file = join(dir, "nats.conf");
  const said = [];
  for (const { path, code } of blocks("nats")) {
    await writeFile(file, code);
    const { stderr } = await promisify(execFile)(server, ["-t", "-c", file]);
    said.push({ path, stderr });
  }
  expect(said.filter(({ stderr }) => !stderr.includes("is valid"))).toEqual([]);
});

const walked = written.filter(({ blocks: all }) => all.some(({ kind }) => kind === "console"));

test.each(walked)("what $path shows happens", async (document) => {
  await using reader = await createReader();
  expect(await reader.follow(document)).toEqual([]);
});
