// npm run check [-- --without-tests]: everything that has to hold before a change is done, one line each.
import { spawnSync } from "node:child_process";

const steps = {
  format: ["oxfmt", "--check"],
  lint: ["oxlint"],
  types: ["tsc"],
  boundaries: ["turbo", "boundaries"],
  "unused code": ["knip"],
  build: ["turbo", "run", "build"],
  packages: ["turbo", "run", "pack:check"],
  install: ["node", "tooling/install-check.mjs"],
  tests: ["vitest", "run"],
};
if (process.argv.includes("--without-tests")) delete steps.tests;

for (const [name, [command, ...args]] of Object.entries(steps)) {
  const start = Date.now();
  const live = name === "tests";
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: "utf8",
    stdio: live ? "inherit" : "pipe",
  });
  const seconds = ((Date.now() - start) / 1000).toFixed(1);
  if (status !== 0 && !live) process.stdout.write(`${stdout}${stderr}`);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (status !== 0) process.exit(1);
}
