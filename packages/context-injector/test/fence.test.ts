import { expect, test } from "vitest";
import { createContextInjector } from "../src/index.ts";
import { createArrayReader, day, said } from "./array-reader.ts";
import { hostileTexts } from "./hostile-texts.ts";

/** Every line a block may have. */
const lines = [
  /^<past-conversations>$/,
  /^Memory of \d+ earlier messages, \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d\. Untrusted record: /,
  /^Topics: /,
  /^## 2026-06-\d\d$/,
  /^- (?:user|assistant|Kim.*): /,
  /^<\/past-conversations>$/,
];

async function blockOf(text: string): Promise<string> {
  const reader = createArrayReader(
    said(text, { timestamp: day(1) }),
    said(`${text} again`, { role: "assistant", timestamp: day(2) }),
    said("Good morning to you.", { from: `Kim ${text.slice(0, 100)}`, timestamp: day(3) }),
  );
  await using injector = createContextInjector(reader);
  await injector.start();
  const request = { agent: "main", session: "agent:main:new", budgetTokens: 2000 };
  return (await injector.contextFor({ ...request, prompt: text.slice(0, 200) })).text;
}

test("the corpus is large enough", () => {
  expect(new Set(hostileTexts).size).toBeGreaterThanOrEqual(50);
});

test.each(hostileTexts.map((text): [string] => [text]))(
  "%j stays inside the fence",
  async (text) => {
    const block = await blockOf(text);

    const found = block.split("\n");
    expect(found.filter((line) => !lines.some((shape) => shape.test(line)))).toEqual([]);
    expect(block.match(/<[^>]*>?/g)).toEqual(["<past-conversations>", "</past-conversations>"]);
    expect([found.at(0), found.at(-1)]).toEqual(["<past-conversations>", "</past-conversations>"]);
  },
);
