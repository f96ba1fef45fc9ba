import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isCoreEvent } from "@openclaw/event-schema";
import { temporaryDir } from "@openclaw/tooling/temporary-dir";
import { expect, test } from "vitest";
import { event } from "../../test/redaction/event.ts";
import { makeLookAlikes } from "../../test/redaction/look-alikes.ts";
import { makeSecrets } from "../../test/redaction/secrets.ts";
import { createRedactor, type RedactionOptions } from "./create-redactor.ts";

/** What becomes of data. */
function redacted(data: unknown, options?: RedactionOptions, type?: string): unknown {
  return createRedactor(options)(event(data, type)).payload.data;
}

const redact = createRedactor();
const textOf = (text: string): string => JSON.stringify(redact(event({ text })).payload.data);
const [{ secret: token } = { secret: "" }] = makeSecrets();

test("no secret of the corpus is left", () => {
  const secrets = makeSecrets();

  const left = secrets.filter(({ text, secret }) => textOf(text).includes(secret));

  expect(left).toEqual([]);
  expect(secrets.length).toBeGreaterThanOrEqual(200);
  expect(new Set(secrets.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(25);
});

test("of what only looks like a secret, at most one in a hundred is touched", () => {
  const lookAlikes = makeLookAlikes();

  const touched = lookAlikes.filter((text) => textOf(text) !== JSON.stringify({ text }));

  expect(lookAlikes.length).toBeGreaterThanOrEqual(500);
  expect(touched.length / lookAlikes.length).toBeLessThanOrEqual(0.01);
});

test("what is redacted already stays as it is", () => {
  for (const { text } of makeSecrets()) {
    const once = redact(event({ text }));

    expect(redact(once)).toBe(once);
  }
});

test("secrets are found in arguments, results and errors, wherever they are", () => {
  const data = {
    args: { headers: { Authorization: "Basic YTpi" }, list: [{ deep: `x ${token} y` }], n: 7 },
    result: { password: "swordfish", card: 4_111_111_111_111_111, user: "anna" },
    error: `no access with ${token}`,
  };

  const found = redacted(data);

  expect(found).toEqual({
    args: {
      headers: { Authorization: expect.stringMatching(/^\[redacted:/) },
      list: [{ deep: expect.stringMatching(/^x \[redacted:openai-key:[0-9a-f]{12}\] y$/) }],
      n: 7,
    },
    result: {
      password: expect.stringMatching(/^\[redacted:secret:/),
      card: expect.stringMatching(/^\[redacted:card-number:/),
      user: "anna",
    },
    error: expect.stringMatching(/^no access with \[redacted:openai-key:/),
  });
});

test("fields that only sound secret stay", () => {
  const data = {
    maxTokens: 4096,
    nextPageToken: "CAUQAA1234567890",
    token: "ETH",
    token_type: "bearer",
    credentials: "same-origin",
    password: "",
    apiKey: "${OPENAI_API_KEY}",
    secretName: "db",
    author: "Anna",
  };

  expect(redacted(data)).toBe(data);
});

test("what is published is left as it is, and shared where nothing is secret", () => {
  const clean = { parts: [1, 2] };
  const data = { text: `my key ${token}`, clean };
  const before = structuredClone(data);

  const found = redacted(data);

  expect(data).toEqual(before);
  expect(found).toHaveProperty("clean", clean);
});

test("data is seen as JSON has it", () => {
  const url = new URL("https://anna:swordfish9@example.com/");

  expect(JSON.stringify(redacted({ url, at: new Date(0) }))).toMatch(
    /^{"url":"https:\/\/anna:\[redacted:url-password:\w+\]@example\.com\/","at":"1970-01-01T00:00:00\.000Z"}$/,
  );
});

test("equal secrets have equal markers by one key, and others by another", async () => {
  await using temporary = await temporaryDir();
  const { dir } = temporary;
  const keyFile = join(dir, "new", "redaction.key");

  const first = redacted({ text: token }, { keyFile });
  const again = redacted({ text: token }, { keyFile });
  const elsewhere = redacted({ text: token });

  expect(again).toEqual(first);
  expect(elsewhere).not.toEqual(first);
  expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  await writeFile(keyFile, "short");
  expect(() => createRedactor({ keyFile })).toThrow(expect.objectContaining({ code: "CORRUPT" }));
});

test("operators add secrets of their own by pattern, programs by a function", () => {
  const patterns = { "staff-number": String.raw`staff no\. (\d{6})` };
  const name = "Project Blue";
  const find: RedactionOptions["find"] = (text) =>
    text.endsWith(name)
      ? [{ kind: "code-name", start: text.length - name.length, end: text.length }]
      : [];

  const found = redacted({ text: "staff no. 123456 works on Project Blue" }, { patterns, find });

  expect(found).toEqual({
    text: expect.stringMatching(
      /^staff no\. \[redacted:staff-number:\w+\] works on \[redacted:code-name:\w+\]$/,
    ),
  });
  expect(() => createRedactor({ patterns: { broken: "(" } })).toThrow(
    expect.objectContaining({ code: "INVALID_CONFIG", message: expect.stringContaining("broken") }),
  );
});

test("of chosen types only metadata is kept, in the shape of the type", () => {
  const options = { metadataOnly: ["conversation.*", "deploy.finished"] };
  const call = { toolCallId: "c1", name: "exec", args: { command: "ls" }, note: "mine" };
  const result = { toolCallId: "c1", name: "exec", isError: true, error: "boom", durationMs: 4 };

  const said = createRedactor(options)(event({ text: "hello", role: "user", content: [1] }));

  expect(said.payload.data).toEqual({ text: "[omitted: 5 characters]", role: "user", content: [] });
  expect(isCoreEvent(said)).toBe(true);
  expect(redacted(call, options, "conversation.tool_call")).toEqual({
    toolCallId: "c1",
    name: "exec",
  });
  expect(redacted(result, options, "conversation.tool_result")).toEqual({
    ...result,
    error: "[omitted: 4 characters]",
  });
  expect(redacted({ url: "x" }, options, "deploy.finished")).toEqual({});
  expect(redacted(call, options, "other.type")).toBe(call);
});
