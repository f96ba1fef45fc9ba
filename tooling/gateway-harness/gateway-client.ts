import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";

/** A frame of the gateway's socket; what is in a payload is up to the method. */
interface Frame {
  readonly type: "req" | "res" | "event";
  readonly id?: string;
  readonly ok?: boolean;
  readonly event?: string;
  readonly payload?: Payload;
  readonly error?: { readonly code?: string; readonly message?: string };
}

export type Payload = Readonly<Record<string, unknown>>;

export interface GatewayClient extends Disposable {
  request(method: string, params?: Payload, options?: RequestOptions): Promise<Payload>;
  /** The payload of the next event of this name that passes. */
  event(name: string, passes: (payload: Payload) => boolean): Promise<Payload>;
}

interface RequestOptions {
  /** Some methods answer twice: that they have begun, and how it ended. */
  readonly final?: boolean;
}

/** A machine may be busy with much else. */
const timeoutMs = 180_000;
const role = "operator";
const allScopes = ["operator.admin", "operator.read", "operator.write", "operator.approvals"];
const caller = { id: "gateway-client", displayName: "harness", version: "1", platform: "linux" };

/** Connects as an operator on loopback, and hears what agents do. */
export async function connectGateway(
  { port, token }: { readonly port: number; readonly token: string },
  {
    scopes = allScopes,
    onAgentEvent = () => undefined,
  }: {
    readonly scopes?: readonly string[];
    readonly onAgentEvent?: (event: Payload) => void;
  } = {},
): Promise<GatewayClient> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { maxPayload: 64 * 1024 * 1024 });
  const listeners = new Set<(frame: Frame) => void>([
    ({ event, payload }) => {
      if (event === "agent" && payload !== undefined) onAgentEvent(payload);
    },
  ]);
  socket.on("message", (data: Buffer) => {
    const frame: Frame = JSON.parse(data.toString());
    for (const listener of listeners) listener(frame);
  });
  let last = 0;

  const next = (what: string, passes: (frame: Frame) => boolean): Promise<Frame> =>
    new Promise((resolve, reject) => {
      const fail = (): void => settle(() => reject(new Error(`${what}: the socket closed`)));
      const listener = (frame: Frame): void => {
        if (passes(frame)) settle(() => resolve(frame));
      };
      const settle = (act: () => void): void => {
        clearTimeout(timer);
        listeners.delete(listener);
        socket.off("close", fail);
        act();
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`${what}: nothing within ${timeoutMs} ms`))),
        timeoutMs,
      );
      listeners.add(listener);
      socket.once("close", fail);
    });

  const request: GatewayClient["request"] = async (method, params = {}, { final } = {}) => {
    const id = String((last += 1));
    const reply = next(method, (frame) => {
      if (frame.type !== "res" || frame.id !== id) return false;
      return !(final && frame.payload?.["status"] === "accepted");
    });
    socket.send(JSON.stringify({ type: "req", id, method, params }));
    const { ok, payload = {}, error } = await reply;
    if (ok) return payload;
    throw new Error(`${method}: ${error?.code} ${error?.message}`);
  };

  await next("connecting", ({ event }) => event === "connect.challenge");
  await request("connect", {
    minProtocol: 1,
    maxProtocol: 99,
    client: { ...caller, mode: "backend" },
    role,
    scopes,
    caps: ["tool-events"],
    auth: { token },
    locale: "en-US",
    userAgent: "harness",
  });
  return {
    request,
    event: async (name, passes) => {
      const frame = await next(
        name,
        ({ event, payload }) => event === name && passes(payload ?? {}),
      );
      return frame.payload ?? {};
    },
    [Symbol.dispose]: () => socket.close(),
  };
}

/** Calls until it returns something, for up to three minutes. */
export async function until<Value>(
  what: string,
  look: () => Promise<Value | undefined> | Value | undefined,
): Promise<Value> {
  const end = Date.now() + timeoutMs;
  while (Date.now() < end) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(100);
  }
  throw new Error(`${what}: not within ${timeoutMs} ms`);
}
