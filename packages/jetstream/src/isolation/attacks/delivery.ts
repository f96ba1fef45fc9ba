import type { Scene } from "../scene.ts";

interface Delivery {
  /** The consumer's settings beside where it delivers to. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** @defaultValue the victim's */
  readonly stream?: string;
}

/** Asks for a consumer that pushes the victim's event to the attacker, and listens. */
export async function askForDelivery(
  scene: Scene,
  subject: string,
  { config, stream = scene.victim.store.stream }: Delivery = {},
): Promise<string | undefined> {
  const { raider } = scene;
  const deliver = raider.inbox();
  const body = { stream_name: stream, config: { ...pushTo(scene, deliver), ...config } };
  const heard = await raider.hear(deliver, async () => (await raider.ask(subject, body)) !== "");
  return scene.secretIn(heard);
}

/** A push consumer of the victim's event. */
export function pushTo({ canary }: Scene, deliver: string): Readonly<Record<string, unknown>> {
  return {
    deliver_subject: deliver,
    filter_subject: canary.subject,
    ack_policy: "none",
    mem_storage: true,
    inactive_threshold: 5_000_000_000,
  };
}
