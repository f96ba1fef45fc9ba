import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * What is used of the plugin API of OpenClaw 2026.9.6 (`openclaw/plugin-sdk/plugin-entry`), so that
 * building needs no gateway. Whatever the gateway hands over is `unknown` until it is parsed.
 */
export interface OpenClawPluginApi {
  readonly id: string;
  /** Where the plugin is installed. */
  readonly rootDir?: string;
  readonly pluginConfig?: Readonly<Record<string, unknown>>;
  /** The gateway's whole configuration. */
  readonly config: unknown;
  readonly logger: PluginLogger;
  readonly runtime: {
    /** Buses of the process: a listener stays until it is removed, over reloads of its plugin. */
    readonly events: {
      onAgentEvent(listener: (event: unknown) => void): () => void;
      onSessionTranscriptUpdate(listener: (update: unknown) => void): () => void;
    };
  };
  on(hook: string, handler: (event: unknown, context: unknown) => unknown): void;
  registerService(service: PluginService): void;
  registerTool(
    create: (context: ToolContext) => AgentTool | undefined,
    options: { readonly name: string },
  ): void;
  registerCommand(command: {
    readonly name: string;
    readonly description: string;
    readonly requireAuth: boolean;
    readonly handler: () => { readonly text: string };
  }): void;
  registerGatewayMethod(
    method: string,
    handler: (request: GatewayRequest) => Promise<void>,
    options: { readonly scope: "operator.read" },
  ): void;
  registerHttpRoute(route: {
    readonly path: string;
    readonly match: "prefix";
    readonly auth: "gateway";
    readonly handler: (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;
  }): void;
  registerCli(
    register: (context: { readonly program: CliCommand }) => void,
    options: {
      readonly descriptors: readonly {
        readonly name: string;
        readonly description: string;
        readonly hasSubcommands: boolean;
      }[];
    },
  ): void;
}

export interface PluginLogger {
  readonly debug?: (message: string) => void;
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly error: (message: string) => void;
}

export interface PluginService {
  readonly id: string;
  readonly start: (context: { readonly stateDir: string }) => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Who asks for a tool. */
export interface ToolContext {
  readonly agentId?: string;
  readonly sessionKey?: string;
}

export interface AgentTool {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly parameters: object;
  readonly execute: (
    toolCallId: string,
    parameters: unknown,
    signal?: AbortSignal,
  ) => Promise<{
    readonly content: readonly { readonly type: "text"; readonly text: string }[];
    readonly details: unknown;
  }>;
}

export interface GatewayRequest {
  readonly params: Readonly<Record<string, unknown>>;
  readonly respond: (
    ok: boolean,
    payload?: unknown,
    error?: { readonly code: string; readonly message: string },
  ) => void;
}

/** What is used of commander's `Command`. */
export interface CliCommand {
  command(nameAndArguments: string): CliCommand;
  description(text: string): CliCommand;
  option(flags: string, description: string): CliCommand;
  argument(name: string, description: string): CliCommand;
  allowUnknownOption(allow: boolean): CliCommand;
  helpOption(enabled: boolean): CliCommand;
  action(run: (...args: readonly unknown[]) => Promise<void>): CliCommand;
}
