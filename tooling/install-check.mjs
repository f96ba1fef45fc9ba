#!/usr/bin/env node
// Packs every package that is published, installs the tarballs together in an empty folder, as a stranger
// would, and uses each of them.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const uses = {
  "@openclaw/event-schema": `({ eventId }) => eventId("a").length === 32`,
  "@openclaw/jetstream": `({ redactUrl }) => redactUrl("nats://u:p@h") === "nats://***@h"`,
  "@openclaw/event-publisher": `({ openPublisher }) => typeof openPublisher === "function"`,
  "@openclaw/event-query": `({ createEventReader }) => typeof createEventReader === "function"`,
  "@openclaw/context-injector": `({ createContextInjector }) => typeof createContextInjector === "function"`,
  "@openclaw/migrate": `({ importWorkspace }) => typeof importWorkspace === "function"`,
  "@openclaw/gateway-integration": `({ createRecorder }) => typeof createRecorder({ onEvent() {} }).onHook === "function"`,
};

const root = join(import.meta.dirname, "..");
const home = mkdtempSync(join(tmpdir(), "install-"));
const quiet = { stdio: ["ignore", "ignore", "inherit"] };
try {
  for (const dir of ["packages/*", "apps/cli"])
    execFileSync(
      "pnpm",
      ["-r", "--filter", `./${dir}`, "exec", "pnpm", "pack", "--pack-destination", home],
      {
        cwd: root,
        ...quiet,
      },
    );
  const tarballs = readdirSync(home).map((name) => `./${name}`);
  writeFileSync(join(home, "package.json"), JSON.stringify({ private: true, type: "module" }));
  execFileSync(
    "npm",
    ["install", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error", ...tarballs],
    {
      cwd: home,
      ...quiet,
    },
  );
  const lines = Object.entries(uses).map(
    ([name, use]) =>
      `if (!(${use})(await import("${name}"))) throw new Error("${name} does not do what it should");`,
  );
  writeFileSync(join(home, "use.mjs"), lines.join("\n"));
  execFileSync(process.execPath, ["use.mjs"], { cwd: home, stdio: "inherit" });
  const help = execFileSync("npx", ["--no-install", "openclaw-events", "--help"], {
    cwd: home,
    encoding: "utf8",
  });
  if (!help.includes("query")) throw new Error("openclaw-events --help does not name its commands");
  const { dependencies } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  console.log(`${Object.keys(dependencies).length} packages installed and used`);
} finally {
  rmSync(home, { recursive: true, force: true });
}
