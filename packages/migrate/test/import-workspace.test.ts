import { createContextInjector } from "@openclaw/context-injector";
import { isCoreEvent, type OpenClawEvent } from "@openclaw/event-schema";
import { expect, test } from "vitest";
import { buildImportProgram } from "../bench/run-import-process.ts";
import { importWorkspace, planImport, verifyWorkspace } from "../src/index.ts";
import { createWorkspace, openStore, type Store } from "./store.ts";

const files = {
  "MEMORY.md": "# Memory\n\n## Tea\nThe user likes Oolong.\n",
  "memory/2026-03-22-some-slug.md": "---\nmood: [broken\n---\n# Day\r\n\r\nGrüße, 你好\r\n",
  "memory/daily/2026-03-23.md": "no heading\n",
  "memory/state.json": "{}",
  "life/areas/people/ada/summary.md": "# Ada\n",
  "notes/other.md": "# Not memory\n",
};

test("brings each note as sections and as the whole file", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();

  const report = await importWorkspace(workspace.dir, { ...store, agent: "main" });

  const events = (await store.events()).map(({ event }) => event);
  expect(events.map(({ type, session }) => [type, session])).toEqual([
    ["memory.section", "agent:main:memory:MEMORY.md"],
    ["memory.file", "agent:main:memory:MEMORY.md"],
    ["memory.section", "agent:main:memory:life/areas/people/ada/summary.md"],
    ["memory.file", "agent:main:memory:life/areas/people/ada/summary.md"],
    ["memory.section", "agent:main:memory:memory/2026-03-22-some-slug.md"],
    ["memory.file", "agent:main:memory:memory/2026-03-22-some-slug.md"],
    ["memory.section", "agent:main:memory:memory/daily/2026-03-23.md"],
    ["memory.file", "agent:main:memory:memory/daily/2026-03-23.md"],
  ]);
  expect(events.every((event) => isCoreEvent(event) && event.agent === "main")).toBe(true);
  expect(events[0]?.payload.data).toEqual({
    path: "MEMORY.md",
    headings: ["Memory", "Tea"],
    text: "The user likes Oolong.",
    lines: [4, 4],
    dateSource: "file-time",
    file: events[1]?.id,
  });
  expect(report.sources["daily"]).toMatchObject({ files: 2, unchanged: 0, added: 4 });
  expect(report.problems).toEqual([
    {
      path: "memory/2026-03-22-some-slug.md",
      message: expect.stringContaining("front matter was not read"),
    },
  ]);
});

test("adds nothing the second time, and a changed file as a version behind the old one", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  const target = { ...store, agent: "main" };

  await importWorkspace(workspace.dir, target);
  const first = await store.events();
  const again = await importWorkspace(workspace.dir, target);
  await workspace.write("MEMORY.md", "# Memory\n\n## Tea\nThe user likes Sencha.\n");
  await importWorkspace(workspace.dir, target);
  await workspace.write("MEMORY.md", files["MEMORY.md"]);
  await importWorkspace(workspace.dir, target);

  expect(Object.values(again.sources).map(({ added }) => added)).toEqual([0, 0, 0]);
  const versions = (await store.events()).slice(first.length).map(({ event }) => event);
  expect(versions.map(({ type }) => type)).toEqual([
    "memory.section",
    "memory.file",
    "memory.section",
    "memory.file",
  ]);
  expect(versions[1]?.payload.data).toMatchObject({ previous: first[1]?.event.id });
  expect(versions[3]?.payload.data).toMatchObject({
    previous: versions[1]?.id,
    text: files["MEMORY.md"],
  });
});

test("a plan needs no store and counts what an import adds", async () => {
  await using workspace = await createWorkspace(files);

  const plan = await planImport(workspace.dir, { agent: "main" });

  expect(plan.sources["daily"]).toMatchObject({ files: 2, added: 4 });
  expect(plan.samples).toHaveLength(5);
});

async function inOrder(of: Store): Promise<readonly unknown[]> {
  return (await of.events()).map(({ event }) => event);
}

test("an import that was killed is completed, not repeated", async () => {
  const notes = Array.from({ length: 60 }, (_, day) => [
    `memory/note ${day}.md`,
    `# Tea\n\n${"Oolong. ".repeat(50)}\n\n## More\n\n${"Grüner Tee. ".repeat(50 * (day % 9))}`,
  ]);
  await using workspace = await createWorkspace(Object.fromEntries(notes));
  await using program = await buildImportProgram();
  await using whole = await openStore();
  await using store = await openStore();
  await importWorkspace(workspace.dir, { ...whole, agent: "main" });

  const killed: boolean[] = [];
  for (const afterFiles of [1, 20])
    killed.push(await program.kill(store.url, { workspace: workspace.dir, afterFiles }));
  const { sources } = await importWorkspace(workspace.dir, { ...store, agent: "main" });

  expect(killed).toEqual([true, true]);
  expect(sources.note?.files).toBe(60);
  expect(await inOrder(store)).toEqual(await inOrder(whole));
});

test("a note of which sections are stored gets only what is missing", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  await importWorkspace(workspace.dir, { ...store, agent: "main" });
  const [, file] = await store.events();

  if (file !== undefined) await store.remove({ ...file, largeId: undefined });
  const { sources } = await importWorkspace(workspace.dir, { ...store, agent: "main" });

  expect(sources["long-term"]).toMatchObject({ files: 1, unchanged: 0, added: 1 });
});

function isForgotten({ session }: OpenClawEvent): boolean {
  return session.endsWith(":MEMORY.md");
}

test("what was forgotten on purpose does not come back", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();

  await importWorkspace(workspace.dir, { ...store, agent: "main", isForgotten });
  const verified = await verifyWorkspace(workspace.dir, { ...store, agent: "main", isForgotten });

  const sessions = (await store.events()).map(({ event }) => event.session);
  expect(sessions).not.toContain("agent:main:memory:MEMORY.md");
  expect(verified.problems).toMatchObject([{ path: "memory/2026-03-22-some-slug.md" }]);
});

test("what the stream has dropped by its age comes back with the next import", async () => {
  await using workspace = await createWorkspace({ "memory/2019-01-01.md": "of years ago\n" });
  await using store = await openStore({ maxAgeMs: 1000 });
  const count = async (): Promise<number> => (await store.events()).length;
  await importWorkspace(workspace.dir, { ...store, agent: "main" });
  const before = await count();

  await expect.poll(count).toBe(0);
  const importAgain = async (): Promise<number> => {
    await importWorkspace(workspace.dir, { ...store, agent: "main" });
    return count();
  };

  expect(before).toBe(2);
  await expect.poll(importAgain).toBe(2);
});

test("query and context find the notes of the right agent", async () => {
  await using workspace = await createWorkspace(files);
  await using store = await openStore();
  await importWorkspace(workspace.dir, { ...store, agent: "main" });
  await importWorkspace(workspace.dir, { ...store, agent: "helper" });

  const found: OpenClawEvent[] = [];
  for await (const { event } of store.reader.read({ agent: "helper", text: "oolong" }))
    found.push(event);
  await using injector = createContextInjector(store.reader);
  await injector.start();
  const block = async (agent: string): Promise<string> => {
    const session = `agent:${agent}:new`;
    const request = { agent, session, prompt: "Which tea do I like?", budgetTokens: 500 };
    return (await injector.contextFor(request)).text;
  };

  expect(found.map(({ type, agent }) => [type, agent])).toEqual([
    ["memory.section", "helper"],
    ["memory.file", "helper"],
  ]);
  expect(await block("main")).toContain("The user likes Oolong.");
  expect(await block("other")).not.toContain("Oolong");
});
