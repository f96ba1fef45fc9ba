import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isCoreEvent } from "@openclaw/event-schema";
import { expect, test } from "vitest";
import { importWorkspace, rollbackImport, verifyWorkspace } from "../src/index.ts";
import { createWorkspace, openStore, type Workspace } from "./store.ts";

const utf16 = Buffer.from("\uFEFF# 茶\r\n绿茶,不加糖。\r\n", "utf16le");

/** Notes as no test generator would think of them. */
const notes: Readonly<Record<string, string | Buffer>> = {
  "MEMORY.md": "\uFEFF---\r\ntitle: Tee\r\n---\r\n# Tee\r\nGrün.\r\n",
  "USER.md": "",
  "memory/2026-03-22-some-slug.md": "---\nnot: [closed\n---\n# Day\ntext\n",
  "memory/2026-02-30.md": "---\nonly: front matter\n---",
  "memory/2026-03-23 um 5 Uhr früh 🫖.md": "---\nnever closed\n# Heading\n",
  "memory/daily/2026/03/24.md": "# 24. 3. 2026\n\n\n\n",
  "memory/.dreams/rem.md": "    # indented code\n\n> # quoted\n\n- # in a list\n",
  "memory/old mac.md": "# A\rtext\r# B\rtext\r",
  "memory/utf16.md": utf16,
  "memory/utf16 the other way.md": Buffer.from(utf16).swap16(),
  "memory/half a pair.md": Buffer.from([0xff, 0xfe, 0x3d, 0xd8, 0x61, 0x00]),
  "memory/latin1.md": Buffer.from("# Größe\nfünf\n", "latin1"),
  "memory/gbk.md": Buffer.from([0x23, 0x20, 0xc2, 0xcc, 0xb2, 0xe8, 0x0a]),
  "memory/one long line.md": "🫖 ".repeat(400_000),
  "memory/many headings.md": "# \n## \n".repeat(500),
  "memory/deep.md": `${"> ".repeat(3000)}x\n${"- ".repeat(300)}y\n`,
  "memory/line\nend \u202Ein its name.md": "text\n",
  [`memory/${"很长的名字".repeat(15)}/${"很长的名字".repeat(15)}.md`]: "text\n",
  "memory/a.b*c>d %2E.md": "text\n",
  "memory/CON .md": "text\n",
  "life/areas/people/ada/items.json":
    '\uFEFF[{"fact":"likes tea","timestamp":"2026-01-02"},"x",null]',
  "life/areas/people/ada/summary.md": "# Ada\n",
  "life/areas/companies/acme.json": '{"name":"Acme","name":"Acme again","facts":[],"n":1e400}',
  "life/areas/projects/deep.json": `${"[".repeat(3000)}${"]".repeat(3000)}`,
};

const unreadable = {
  "memory/binary.md": Buffer.from([0x89, 0x50, 0, 0]),
  "life/areas/people/ada/broken.json": "{",
};

async function awkwardWorkspace(): Promise<Workspace> {
  const workspace = await createWorkspace({ ...notes, ...unreadable });
  await symlink("/etc/passwd", join(workspace.dir, "memory/passwd.md"));
  const name = Buffer.concat([Buffer.from(`${workspace.dir}/memory/`), Buffer.from([0xff, 0xfe])]);
  await writeFile(Buffer.concat([name, Buffer.from(".md")]), "no UTF-8 in its name\n");
  return workspace;
}

test("awkward notes come in once and byte for byte, and go again", async () => {
  await using workspace = await awkwardWorkspace();
  await using store = await openStore();
  const target = { ...store, agent: "main" };

  const first = await importWorkspace(workspace.dir, target);
  const stored = await store.events();
  const second = await importWorkspace(workspace.dir, target);
  const verified = await verifyWorkspace(workspace.dir, target);

  const problems = [
    "life/areas/people/ada/broken.json",
    "memory/2026-03-22-some-slug.md",
    "memory/binary.md",
    "memory/passwd.md",
    "memory/\uFFFD\uFFFD.md",
  ];
  expect(first.problems.map(({ path }) => path).toSorted()).toEqual(problems.toSorted());
  expect(Object.values(second.sources).map(({ added }) => added)).toEqual([0, 0, 0, 0]);
  expect(await store.events()).toEqual(stored);
  expect(verified.problems.map(({ path }) => path).toSorted()).toEqual(problems.toSorted());
  const files = new Map(
    stored.flatMap(({ event }) =>
      isCoreEvent(event, "memory.file") ? [[event.payload.data.path, event.payload.data]] : [],
    ),
  );
  const others = Object.entries(notes).filter(([path, content]) => {
    const { text = "" } = files.get(path) ?? {};
    return !Buffer.from(text).equals(Buffer.from(content));
  });
  expect(others.map(([path]) => [path, files.get(path)?.["encoding"]])).toEqual([
    ["memory/utf16.md", "utf-16le"],
    ["memory/utf16 the other way.md", "utf-16be"],
    ["memory/half a pair.md", "utf-16le"],
    ["memory/latin1.md", "windows-1252"],
    ["memory/gbk.md", "windows-1252"],
  ]);

  await rollbackImport(first.importId, store);

  expect(await store.events()).toEqual([]);
});
