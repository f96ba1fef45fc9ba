import * as fc from "fast-check";
import { expect, test } from "vitest";
import { redactUrl } from "./redact-url.ts";

test.each([
  ["nats://localhost:4222", "nats://localhost:4222"],
  ["nats://user:secret@localhost:4222", "nats://***@localhost:4222"],
  ["nats://secret@localhost", "nats://***@localhost"],
  ["user:secret@localhost", "***@localhost"],
  ["tls://a:secret@h1:4222,tls://b:secret@h2:4222", "tls://***@h1:4222,tls://***@h2:4222"],
  ["nats://a:secret@h1,h2:4223", "nats://***@h1,h2:4223"],
  ["nats://a:sec,secret@h1", "nats://***@h1"],
  ["nats://a:secret@secret@h1", "nats://***@h1"],
  ["nats://h1?token=secret", "nats://h1?***"],
  ["nats://a:se?secret#secret@h1", "nats://***@h1"],
])("%s is shown as %s", (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test("no password is shown, whatever stands in it", () => {
  const word = fc
    .string({ unit: "grapheme-ascii", minLength: 1, maxLength: 12 })
    .map((text) => `${text}secret${text}`);
  const property = fc.property(word, (password) => {
    fc.pre(!/,\s*[a-z][a-z0-9+.-]*:\/\//i.test(password));
    expect(redactUrl(`nats://user:${password}@host:4222`)).toBe("nats://***@host:4222");
  });

  fc.assert(property);
});
