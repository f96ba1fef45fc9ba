import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connectGateway, until, type GatewayClient, type Payload } from "./gateway-client.ts";
import { gatewayConfig, pluginEntry, type PluginEntry } from "./gateway-config.ts";
import { userCache, type InstalledGateway } from "./install.ts";
import { startMockModel, type MockModel } from "./mock-model.ts";
import { stagePlugin } from "./stage-plugin.ts";
import { isOver, runBegunIn, textOf, type Turn } from "./turn.ts";

interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  /** All it has written. */
  readonly output: string;
}

/** The real gateway in a directory of its own, with a mock model. */
export interface Gateway extends AsyncDisposable {
  readonly dir: string;
  readonly stateDir: string;
  readonly port: number;
  readonly token: string;
  readonly model: MockModel;
  /** Every agent event it has told its operators, in order. */
  readonly heard: readonly Payload[];
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
  /** Another operator, who may do less. */
  connect(scopes: readonly string[]): Promise<GatewayClient>;
  cli(...args: readonly string[]): Promise<CommandResult>;
  /** Reads a path over HTTP as an operator, or as nobody. */
  get(path: string, options?: { readonly anonymous?: boolean }): Promise<Response>;
  /** Installs a packed plugin as a user would, and sets it. */
  installPlugin(tarball: string, entry: PluginEntry): Promise<void>;
}

/** Plugins are loaded in the given order. */
export async function createGateway(
  { node, openclaw }: InstalledGateway,
  plugins: readonly PluginEntry[],
): Promise<Gateway> {
  const dir = await mkdtemp(join(tmpdir(), "gateway-test-"));
  const stateDir = join(dir, "state");
  for (const name of ["state", "home", "workspace-main", "workspace-helper"])
    mkdirSync(join(dir, name));
  const staged = plugins.map((plugin) => stagePlugin(plugin, join(dir, "plugins", plugin.id)));
  const token = randomUUID();
  const model = await startMockModel();
  const port = await freePort();
  const configPath = join(stateDir, "openclaw.json");
  const config = gatewayConfig({ port, modelPort: model.port, dir, token, plugins: staged });
  writeFileSync(configPath, JSON.stringify(config, null, 2));
  const env = {
    ...networkSettings(),
    PATH: [dirname(node), process.env["PATH"]].join(delimiter),
    HOME: join(dir, "home"),
    XDG_CACHE_HOME: join(dir, "cache"),
    // The nats-server that tests use, and nothing else of the user's home.
    NATS_SERVER_CACHE: process.env["NATS_SERVER_CACHE"] ?? join(userCache, "openclaw/nats-server"),
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
  const heard: Payload[] = [];
  const commands = new Set<ChildProcess>();

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
    client = await connectGateway({ port, token }, { onAgentEvent: (event) => heard.push(event) });
  };

  const end = async (signal: NodeJS.Signals): Promise<number> => {
    const ending = child;
    client?.[Symbol.dispose]();
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
    // A group of its own, so that whatever it starts can be ended with it.
    const command = spawn(node, [openclaw, ...args], { cwd: dir, env, detached: true });
    commands.add(command);
    const text = { stdout: "", output: "" };
    command.stdout.on("data", (data) => {
      text.stdout += data;
      text.output += data;
    });
    command.stderr.on("data", (data) => (text.output += data));
    const [code] = await once(command, "close");
    commands.delete(command);
    return { code: Number(code), ...text };
  };

  process.once("exit", () => child?.kill("SIGKILL"));

  return {
    dir,
    stateDir,
    port,
    token,
    model,
    heard,
    start,
    stop: async () => end("SIGTERM"),
    async kill() {
      await end("SIGKILL");
    },
    log: () => readFileSync(logPath, "utf8"),
    warnings: () => readWarnings(join(dir, "gateway-debug.log")),
    async chat(session, text) {
      const sentAs = randomUUID();
      const heardBefore = heard.length;
      const ended = connected().event(
        "chat",
        (payload) => payload["runId"] === sentAs && isOver(payload["state"]),
      );
      const message = { sessionKey: session, message: text, idempotencyKey: sentAs };
      const [payload] = await Promise.all([ended, connected().request("chat.send", message)]);
      const runId = runBegunIn(session, heard.slice(heardBefore)) ?? sentAs;
      return { sentAs, runId, text: textOf(payload), state: String(payload["state"]) };
    },
    send,
    request: async (...args) => connected().request(...args),
    connect: async (scopes) => connectGateway({ port, token }, { scopes }),
    cli,
    get: async (path, { anonymous } = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        headers: anonymous ? {} : { authorization: `Bearer ${token}` },
      }),
    async installPlugin(tarball, entry) {
      const spec = `npm-pack:${tarball}`;
      const install = ["plugins", "install", spec, "--force", "--accept-capabilities"];
      const { code, output } = await cli(...install);
      if (code !== 0) throw new Error(`plugins install failed:\n${output}`);
      const written = JSON.parse(readFileSync(configPath, "utf8"));
      const { entries, allow } = written.plugins;
      written.plugins.allow = [...new Set([...allow, entry.id])];
      const set = { ...entries?.[entry.id], ...pluginEntry(entry) };
      written.plugins.entries = { ...entries, [entry.id]: set };
      writeFileSync(configPath, JSON.stringify(written, null, 2));
    },
    async [Symbol.asyncDispose]() {
      for (const { pid } of commands) if (pid !== undefined) process.kill(-pid, "SIGKILL");
      await end("SIGKILL");
      await model[Symbol.asyncDispose]();
      if (process.env["KEEP_GATEWAY"]) process.stderr.write(`kept ${dir}\n`);
      else await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** What npm needs to reach its registry from this machine. */
function networkSettings(): NodeJS.ProcessEnv {
  const names =
    /^(NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no)_proxy|npm_config_registry)$/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => names.test(name)));
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
