import { spawnSync } from "node:child_process";
import { installGateway } from "./install.ts";

/** `npm run test:gateway [-- NAME]`: the plugin in the real gateway, or loudly nothing. */
try {
  installGateway();
} catch (error) {
  console.log(
    "\n=== SKIPPED: the real gateway cannot be installed, nothing was tested with it ===",
  );
  console.log(String(error));
  process.exit(0);
}
run("turbo", ["run", "build", "--filter", "@openclaw/gateway-integration"]);
const config = "packages/gateway-integration/vitest.gateway.config.ts";
run("vitest", ["run", "--config", config, ...process.argv.slice(2)]);

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
