import { expect, test } from "vitest";
import { parseServerList } from "./server-list.ts";

test.each([
  ["localhost", { servers: ["localhost:4222"], tls: false }],
  ["nats://10.0.0.1:4223", { servers: ["10.0.0.1:4223"], tls: false }],
  ["nats://[::1]:4223", { servers: ["[::1]:4223"], tls: false }],
  ["tls://a.example,b.example:1", { servers: ["a.example:4222", "b.example:1"], tls: true }],
  ["nats://token@h", { servers: ["h:4222"], tls: false, token: "token" }],
  ["u:p@h", { servers: ["h:4222"], tls: false, user: "u", password: "p" }],
  [
    "nats://h1, nats://a%40b:p%2C%2F%25@h2",
    { servers: ["h1:4222", "h2:4222"], tls: false, user: "a@b", password: "p,/%" },
  ],
])("%s is read as its servers and who connects", (url, list) => {
  expect(parseServerList(url)).toEqual(list);
});

test.each(["", "http://h", "nats://", "nats://h:port", "nats://u:50%zz@h", "nats://u:p,w@h"])(
  "%j is refused",
  (url) => {
    expect(() => parseServerList(url)).toThrow(expect.objectContaining({ code: "INVALID_CONFIG" }));
  },
);
