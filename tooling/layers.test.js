import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

/** The house from the floor up: each package, and the packages it may depend on. */
const layers = {
  "packages/event-schema": [],
  "packages/jetstream": ["event-schema"],
  "packages/event-publisher": ["event-schema", "jetstream"],
  "packages/event-query": ["event-schema", "jetstream"],
  "packages/context-injector": ["event-schema", "event-query"],
  "packages/migrate": ["event-schema", "event-publisher", "event-query"],
  "packages/gateway-integration": [
    "event-schema",
    "jetstream",
    "event-publisher",
    "event-query",
    "context-injector",
  ],
  "apps/cli": [
    "event-schema",
    "jetstream",
    "event-publisher",
    "event-query",
    "context-injector",
    "migrate",
  ],
  "apps/demo": [
    "event-schema",
    "jetstream",
    "event-publisher",
    "event-query",
    "context-injector",
    "gateway-integration",
  ],
  "apps/examples": ["event-schema"],
};

const root = new URL("../", import.meta.url);

const dependenciesOf = (dir) => {
  const { dependencies, optionalDependencies } = JSON.parse(
    readFileSync(new URL(`${dir}/package.json`, root), "utf8"),
  );
  return Object.keys({ ...dependencies, ...optionalDependencies });
};

test("every package has its place", () => {
  const present = ["packages", "apps"].flatMap((dir) =>
    readdirSync(new URL(dir, root)).map((name) => `${dir}/${name}`),
  );
  expect(Object.keys(layers).toSorted()).toEqual(present.toSorted());
});

test.each(Object.entries(layers))("%s depends only on the layers below it", (dir, allowed) => {
  const used = dependenciesOf(dir).filter((name) => name.startsWith("@openclaw/"));
  expect(allowed.map((name) => `@openclaw/${name}`)).toEqual(expect.arrayContaining(used));
});

test("only jetstream depends on the NATS client", () => {
  const users = Object.keys(layers).filter((dir) =>
    dependenciesOf(dir).some((name) => name.startsWith("@nats-io/") || name === "nats"),
  );
  expect(users).toEqual(["packages/jetstream"]);
});
