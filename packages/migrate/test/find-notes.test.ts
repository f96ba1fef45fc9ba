import { execFileSync } from "node:child_process";
import { mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { planImport } from "../src/index.ts";
import { createWorkspace } from "./store.ts";

test("finds memory wherever it is, whatever it is called, and nothing else", async () => {
  await using workspace = await createWorkspace({
    "MEMORY.md": "a",
    "USER.md": "a",
    "memory/2026-03-22.md": "a",
    "memory/2026-03-22-some-slug.md": "a",
    "memory/daily/2026/2026-03-22.MD": "a",
    "memory/.dreams/deep.md": "a",
    "memory/imports/tool/计划 *>%.md": "a",
    "memory/.dreams/state.json": "{}",
    "memory/picture.png": "a",
    "life/areas/people/ada/items.json": "[]",
    "life/areas/companies/acme/summary.md": "a",
    "life/other.md": "a",
    "notes/MEMORY.md": "a",
  });

  const { sources, problems } = await planImport(workspace.dir, { agent: "main" });

  const files = Object.entries(sources).map(([kind, source]) => [kind, source.files]);
  expect(Object.fromEntries(files)).toEqual({ "long-term": 2, daily: 3, note: 2, knowledge: 2 });
  expect(problems).toEqual([]);
});

test("follows symbolic links as long as they stay inside, and no circle", async () => {
  await using outside = await createWorkspace({ "secret.md": "a" });
  await using workspace = await createWorkspace({ "notes/inside.md": "a", "memory/a.md": "a" });
  const link = async (target: string, path: string): Promise<void> =>
    symlink(target, join(workspace.dir, path));
  await link(join(outside.dir, "secret.md"), "memory/secret.md");
  await link(outside.dir, "memory/elsewhere");
  await link("../notes", "memory/notes");
  await link(".", "memory/circle");
  await link("nowhere.md", "memory/broken.md");

  const { sources, problems } = await planImport(workspace.dir, { agent: "main" });

  expect(problems.map(({ path }) => path)).toEqual([
    "memory/broken.md",
    "memory/elsewhere",
    "memory/secret.md",
  ]);
  expect(sources.note).toMatchObject({ files: 2 });
});

test("what cannot be read is named, and the rest is imported", async () => {
  await using workspace = await createWorkspace({
    "memory/binary.md": Buffer.from([1, 0, 2]),
    "memory/empty.md": "",
    "memory/good.md": "a",
    "life/areas/people/ada/items.json": "[broken",
  });
  await mkdir(join(workspace.dir, "memory/directory.md"));
  execFileSync("mkfifo", [join(workspace.dir, "memory/pipe.md")]);

  const { sources, problems } = await planImport(workspace.dir, { agent: "main" });

  expect(problems).toEqual([
    { path: "life/areas/people/ada/items.json", message: expect.stringContaining("is no JSON") },
    { path: "memory/binary.md", message: "is not text: it holds NUL bytes" },
  ]);
  expect(sources).toMatchObject({ note: { files: 2 }, knowledge: { files: 1, added: 1 } });
});

test("a workspace that is not there is refused", async () => {
  await expect(planImport("/no/such/workspace", { agent: "main" })).rejects.toMatchObject({
    code: "INVALID_ARGUMENT",
  });
});
