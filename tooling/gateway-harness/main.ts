import { spawnSync } from "node:child_process";
import { installGateway } from "./install.ts";

const long = process.argv.includes("--long");
const given = process.argv.slice(2).filter((arg) => arg !== "--long");

/** `npm run test:gateway [-- NAME] [--long]`: the plugin in the real gateway, or loudly nothing. */
try {
  installGateway();
} catch (error) {
  console.log(
    "\n=== SKIPPED: the real gateway cannot be installed, nothing was tested with it ===",
  );
  console.log(String(error));
  process.exit(0);
}
run("turbo", [
  "run",
  "build",
  "--output-logs=errors-only",
  "--filter=@openclaw/gateway-integration",
  "--filter=@openclaw/examples",
]);
const config = "packages/gateway-integration/vitest.gateway.config.ts";
run("vitest", ["run", "--config", config, ...given]);

function run(command: string, args: readonly string[]): void {
  const env = { ...process.env, ...(long && { GATEWAY_TEST_LONG: "1" }) };
  const { status } = spawnSync(command, args, { stdio: "inherit", env });
  if (status !== 0) process.exit(status ?? 1);
}
