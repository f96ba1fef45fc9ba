import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connectGateway, until, type GatewayClient, type Payload } from "./gateway-client.ts";
import { gatewayConfig, pluginEntry, type PluginEntry } from "./gateway-config.ts";
import type { InstalledGateway } from "./install.ts";
import { startMockModel, type MockModel } from "./mock-model.ts";

/** How a turn ended. */
export interface Turn {
  readonly runId: string;
  readonly text: string;
  readonly state: string;
}

/** The real gateway in a directory of its own, with a mock model. */
export interface Gateway extends AsyncDisposable {
  readonly dir: string;
  readonly stateDir: string;
  readonly port: number;
  readonly token: string;
  readonly model: MockModel;
  /** Starts it, and returns when it is ready. */
  start(): Promise<void>;
  /** Milliseconds from SIGTERM to the end. */
  stop(): Promise<number>;
  /** Ends it by SIGKILL. */
  kill(): Promise<void>;
  /** What it has written to its log. */
  log(): string;
  /** What it has written to its log as a warning or an error. */
  warnings(): readonly string[];
  chat(session: string, text: string): Promise<Turn>;
  /** Sends a message and does not wait for the answer. */
  send(session: string, text: string): Promise<string>;
  request: GatewayClient["request"];
  cli(...args: readonly string[]): Promise<{ readonly code: number; readonly output: string }>;
  /** Installs a packed plugin as a user would, and sets it. */
  installPlugin(tarball: string): Promise<void>;
}

export async function createGateway(
  { node, openclaw }: InstalledGateway,
  plugin: PluginEntry,
): Promise<Gateway> {
  const dir = await mkdtemp(join(tmpdir(), "gateway-test-"));
  const stateDir = join(dir, "state");
  for (const name of ["state", "home", "workspace-main", "workspace-helper"])
    mkdirSync(join(dir, name));
  const staged = plugin.path === undefined ? plugin : { ...plugin, path: join(dir, "plugin") };
  if (plugin.path !== undefined) stage(plugin.path, join(dir, "plugin"));
  const token = randomUUID();
  const model = await startMockModel();
  const port = await freePort();
  const configPath = join(stateDir, "openclaw.json");
  const config = gatewayConfig({ port, modelPort: model.port, dir, token, plugin: staged });
  writeFileSync(configPath, JSON.stringify(config, null, 2));
  const env = {
    PATH: [dirname(node), process.env["PATH"]].join(delimiter),
    HOME: join(dir, "home"),
    // The nats-server that tests use, and nothing else of the user's home.
    XDG_CACHE_HOME: process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "", ".cache"),
    LANG: "C.UTF-8",
    TZ: "UTC",
    NO_COLOR: "1",
    OPENCLAW_STATE_DIR: stateDir,
    OPENCLAW_CONFIG_PATH: configPath,
    OPENCLAW_GATEWAY_TOKEN: token,
    OPENCLAW_DISABLE_BONJOUR: "1",
    OPENCLAW_NO_RESPAWN: "1",
    OPENCLAW_SKIP_CHANNELS: "1",
    OPENCLAW_EXEC_SHELL_SNAPSHOT: "0",
    OPENCLAW_NO_AUTO_UPDATE: "1",
  };
  const logPath = join(dir, "gateway.log");
  let child: ChildProcess | undefined;
  let client: GatewayClient | undefined;

  const connected = (): GatewayClient => {
    if (client === undefined) throw new Error("the gateway is not started");
    return client;
  };

  const start = async (): Promise<void> => {
    const log = openSync(logPath, "a");
    const started = spawn(node, [openclaw, "gateway", "run"], {
      cwd: dir,
      env,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    child = started;
    await until("the gateway gets ready", async () => {
      if (started.exitCode !== null)
        throw new Error(`the gateway ended with ${started.exitCode}:\n${tail(logPath)}`);
      const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
      return (await answer?.text())?.includes('"ready":true') || undefined;
    });
    client = await connectGateway(port, token);
  };

  const end = async (signal: NodeJS.Signals): Promise<number> => {
    const ending = child;
    client?.close();
    child = undefined;
    if (ending === undefined || ending.exitCode !== null) return 0;
    const since = Date.now();
    const ended = once(ending, "exit");
    ending.kill(signal);
    const inTime = await Promise.race([ended, sleep(20_000)]);
    if (inTime === undefined) ending.kill("SIGKILL");
    await ended;
    return Date.now() - since;
  };

  const send = async (session: string, text: string): Promise<string> => {
    const runId = randomUUID();
    const message = { sessionKey: session, message: text, idempotencyKey: runId };
    await connected().request("chat.send", message);
    return runId;
  };

  const cli: Gateway["cli"] = async (...args) => {
    const process = spawn(node, [openclaw, ...args], { cwd: dir, env });
    let output = "";
    process.stdout.on("data", (data) => (output += data));
    process.stderr.on("data", (data) => (output += data));
    const [code] = await once(process, "exit");
    return { code: Number(code), output };
  };

  process.once("exit", () => child?.kill("SIGKILL"));

  return {
    dir,
    stateDir,
    port,
    token,
    model,
    start,
    stop: async () => end("SIGTERM"),
    async kill() {
      await end("SIGKILL");
    },
    log: () => readFileSync(logPath, "utf8"),
    warnings: () => readWarnings(join(dir, "gateway-debug.log")),
    async chat(session, text) {
      const runId = randomUUID();
      const ended = connected().event(
        "chat",
        (payload) => payload["runId"] === runId && isOver(payload["state"]),
      );
      const message = { sessionKey: session, message: text, idempotencyKey: runId };
      const [payload] = await Promise.all([ended, connected().request("chat.send", message)]);
      return { runId, text: textOf(payload), state: String(payload["state"]) };
    },
    send,
    request: async (...args) => connected().request(...args),
    cli,
    async installPlugin(tarball) {
      const spec = `npm-pack:${tarball}`;
      const install = ["plugins", "install", spec, "--force", "--accept-capabilities"];
      const { code, output } = await cli(...install);
      if (code !== 0) throw new Error(`plugins install failed:\n${output}`);
      const written = JSON.parse(readFileSync(configPath, "utf8"));
      const entry = { ...written.plugins.entries?.[plugin.id], ...pluginEntry(plugin) };
      written.plugins.entries = { ...written.plugins.entries, [plugin.id]: entry };
      writeFileSync(configPath, JSON.stringify(written, null, 2));
    },
    async [Symbol.asyncDispose]() {
      await end("SIGKILL");
      await model[Symbol.asyncDispose]();
      if (process.env["KEEP_GATEWAY"]) process.stderr.write(`kept ${dir}\n`);
      else await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Only what ships: the gateway reads the whole directory, and stumbles over files that change meanwhile. */
function stage(from: string, to: string): void {
  for (const name of ["package.json", "openclaw.plugin.json", "dist"])
    cpSync(join(from, name), join(to, name), { recursive: true });
}

function isOver(state: unknown): boolean {
  return state === "final" || state === "error" || state === "aborted";
}

function textOf({ message }: Payload): string {
  if (typeof message !== "object" || message === null || !("content" in message)) return "";
  const parts: unknown = message.content;
  if (!Array.isArray(parts)) return "";
  return parts.map((part: { text?: string }) => part.text ?? "").join("");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return address.port;
}

function readWarnings(path: string): readonly string[] {
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.flatMap((line) => {
    const { message, _meta: meta } = JSON.parse(line);
    return ["WARN", "ERROR", "FATAL"].includes(meta?.logLevelName) ? [String(message)] : [];
  });
}

function tail(path: string): string {
  return readFileSync(path, "utf8").trimEnd().split("\n").slice(-15).join("\n");
}
