/** What the gateway's `openclaw.json` says in a test: two agents, one model, nothing that goes out. */
export interface GatewayConfig {
  readonly port: number;
  readonly modelPort: number;
  readonly dir: string;
  readonly token: string;
  readonly plugins: readonly PluginEntry[];
}

/** How the plugin is loaded and set. */
export interface PluginEntry {
  readonly id: string;
  /** Directory it is loaded from; `undefined` where it is installed or absent. */
  readonly path?: string | undefined;
  readonly config?: object | undefined;
  readonly enabled?: boolean | undefined;
  /** @defaultValue true */
  readonly allowConversationAccess?: boolean | undefined;
}

export function gatewayConfig({ port, modelPort, dir, token, plugins }: GatewayConfig): object {
  const loaded = plugins.filter(({ path }) => path !== undefined);
  return {
    gateway: {
      mode: "local",
      port,
      bind: "loopback",
      auth: { mode: "token", token },
      controlUi: { enabled: false },
      terminal: { enabled: false },
      tailscale: { mode: "off" },
    },
    update: { checkOnStart: false, auto: { enabled: false } },
    telemetry: { enabled: false },
    discovery: { mdns: { mode: "off" } },
    cron: { enabled: false },
    logging: { file: `${dir}/gateway-debug.log`, level: "debug" },
    models: { mode: "replace", providers: { mock: modelProvider(modelPort) } },
    agents: {
      ownership: "explicit",
      defaults: {
        model: { primary: "mock/mock-1" },
        heartbeat: { every: "0m" },
        skipBootstrap: true,
        systemAgent: { agentId: "main" },
      },
      entries: {
        main: { workspace: `${dir}/workspace-main` },
        helper: { workspace: `${dir}/workspace-helper` },
      },
    },
    tools: { exec: { host: "gateway", mode: "full" } },
    memory: { search: { enabled: false } },
    plugins: {
      enabled: true,
      allow: [...loaded.map(({ id }) => id), "memory-core"],
      load: { paths: loaded.map(({ path }) => path) },
      entries: Object.fromEntries(loaded.map((plugin) => [plugin.id, pluginEntry(plugin)])),
    },
  };
}

export function pluginEntry({
  config = {},
  enabled = true,
  allowConversationAccess = true,
}: PluginEntry): object {
  return { enabled, hooks: { allowConversationAccess }, config };
}

function modelProvider(port: number): object {
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    apiKey: "sk-mock",
    api: "openai-completions",
    models: [
      {
        id: "mock-1",
        name: "Mock 1",
        reasoning: false,
        input: ["text"],
        cost: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
        contextWindow: 200_000,
        maxTokens: 4096,
      },
    ],
  };
}
