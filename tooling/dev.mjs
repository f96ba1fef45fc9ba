#!/usr/bin/env node
// The one entry a newcomer needs: works on a bare machine that has only Node and npm.
//   node tooling/dev.mjs setup | exec CMD ARGS…
// It brings the pinned pnpm (integrity-checked by npm ci), installs the workspace when the lockfile changed, then runs CMD with node_modules/.bin and pnpm on PATH.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const pinDir = join(root, "tooling/pnpm");
const pnpmCjs = join(pinDir, "node_modules/pnpm/bin/pnpm.cjs");
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19))
  fail(`Node ${process.versions.node} is too old: this repository needs 20.19 or newer.`);

const env = {
  ...process.env,
  TURBO_TELEMETRY_DISABLED: "1",
  DO_NOT_TRACK: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  npm_config_update_notifier: "false",
};

const [verb = "setup", ...rest] = process.argv.slice(2);
setup();
if (verb === "exec") process.exit(run(rest[0], rest.slice(1)));

function setup() {
  const want = JSON.parse(readFileSync(join(pinDir, "package.json"), "utf8")).dependencies.pnpm;
  if (version(pnpmCjs) !== want) {
    note(`getting pnpm ${want}`);
    must(
      run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
        cwd: pinDir,
        stdio: quiet(),
      }),
      "npm ci (pnpm)",
    );
  }
  env.PATH = [join(pinDir, "node_modules/.bin"), join(root, "node_modules/.bin"), env.PATH].join(
    delimiter,
  );
  const stamp = join(root, "node_modules/.dev-stamp");
  const now = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === now) return;
  note("installing the workspace");
  must(
    run(
      process.execPath,
      [
        pnpmCjs,
        "install",
        "--frozen-lockfile",
        "--prefer-offline",
        "--reporter=append-only",
        "--loglevel=warn",
      ],
      { stdio: quiet() },
    ),
    "pnpm install",
  );
  mkdirSync(join(root, "node_modules"), { recursive: true });
  writeFileSync(stamp, now);
}
function fingerprint() {
  const hash = createHash("sha256").update(
    process.versions.modules + process.platform + process.arch,
  );
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json", "tooling/package.json"];
  for (const group of ["packages", "apps"])
    for (const dir of readdirSync(join(root, group)).toSorted())
      files.push(join(group, dir, "package.json"));
  for (const file of files)
    if (existsSync(join(root, file))) hash.update(file).update(readFileSync(join(root, file)));
  return hash.digest("hex");
}
function version(p) {
  try {
    return JSON.parse(readFileSync(join(p, "../../package.json"), "utf8")).version;
  } catch {
    return undefined;
  }
}
function quiet() {
  return ["ignore", process.env.DEV_VERBOSE ? "inherit" : "ignore", "inherit"];
}
function run(cmd, args, o = {}) {
  const r = spawnSync(cmd, args, {
    cwd: root,
    stdio: "inherit",
    env,
    shell: process.platform === "win32",
    ...o,
  });
  if (r.error) fail(`${cmd}: ${r.error.message}`);
  return r.status ?? 1;
}
function must(code, what) {
  if (code !== 0) fail(`${what} failed with ${code}; DEV_VERBOSE=1 shows its output`);
}
function note(s) {
  process.stderr.write(`[dev] ${s}…\n`);
}
function fail(s) {
  process.stderr.write(`[dev] ${s}\n`);
  process.exit(1);
}
