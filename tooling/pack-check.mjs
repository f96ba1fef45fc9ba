#!/usr/bin/env node
// Packs the package it is run in as it would be published and asks publint and attw about the tarball.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const checks = {
  publint: (tarball) => ["run", tarball, "--strict"],
  attw: (tarball) => [tarball, "--profile", "esm-only", "--format", "ascii", "--no-emoji"],
};

const bin = (name) => join(import.meta.dirname, "node_modules/.bin", name);
const out = mkdtempSync(join(tmpdir(), "pack-"));
try {
  execFileSync("pnpm", ["pack", "--pack-destination", out], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const tarball = join(out, readdirSync(out)[0]);
  for (const [name, args] of Object.entries(checks)) {
    const { status, stdout, stderr } = spawnSync(bin(name), args(tarball), { encoding: "utf8" });
    if (status === 0) continue;
    process.stdout.write(`${name} failed\n${stdout}${stderr}\n`);
    process.exitCode = 1;
  }
} finally {
  rmSync(out, { recursive: true, force: true });
}
