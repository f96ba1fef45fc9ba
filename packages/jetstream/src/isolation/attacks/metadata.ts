import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Scene } from "../scene.ts";
import { api, type Attack } from "./attack.ts";

async function tellsOfVictim(
  scene: Scene,
  requests: readonly string[],
  body?: unknown,
): Promise<string | undefined> {
  for (const request of requests) {
    const answer = await scene.raider.ask(request, body);
    const [, ...lines] = answer.split("\n");
    if (lines.join("\n").includes(scene.victim.store.stream)) return `what ${request} tells`;
  }
  return undefined;
}

/** The bytes JetStream says are used, as far as the attacker is told. */
async function usage({ raider }: Scene): Promise<number | undefined> {
  const answer = await raider.ask(api("INFO"));
  const storage = /"storage":\s*(\d+)/.exec(answer)?.[1];
  return storage === undefined ? undefined : Number(storage);
}

/** What the server tells of others. */
export const metadata: readonly Attack[] = [
  {
    id: "M01",
    title: "list streams",
    run: async (scene) => tellsOfVictim(scene, [api("STREAM.NAMES"), api("STREAM.LIST")], {}),
  },
  {
    id: "M02",
    title: "ask for the victim's stream and its subjects, which name sessions",
    async run(scene) {
      const request = api(`STREAM.INFO.${scene.victim.store.stream}`);
      const answer = await scene.raider.ask(request, { subjects_filter: ">" });
      return answer.includes(scene.canary.subject) ? "the victim's sessions" : undefined;
    },
  },
  {
    id: "M03",
    title: "list the victim's consumers",
    async run(scene) {
      const durable = await scene.victim.durable("m03");
      const { stream } = scene.victim.store;
      for (const request of ["NAMES", "LIST"]) {
        const answer = await scene.raider.ask(api(`CONSUMER.${request}.${stream}`), {});
        if (answer.includes(durable)) return "the victim's consumers";
      }
      const info = await scene.raider.ask(api(`CONSUMER.INFO.${stream}.${durable}`));
      return info.includes('"num_pending"') ? "the victim's consumer" : undefined;
    },
  },
  {
    id: "M04",
    title: "watch the victim's usage in the account's statistics",
    async run(scene) {
      const before = await usage(scene);
      await scene.victim.put("m04", { filling: randomBytes(100_000).toString("hex") });
      await sleep(20);
      const after = await usage(scene);
      if (before === undefined || after === undefined) return undefined;
      return after - before > 100_000 ? "how much the victim stores" : undefined;
    },
  },
  {
    id: "M05",
    title: "ask the server's monitoring over NATS",
    run: async (scene) =>
      tellsOfVictim(
        scene,
        ["CONNZ", "SUBSZ", "JSZ", "STATZ", "ACCOUNTZ"].flatMap((kind) => [
          `$SYS.REQ.SERVER.PING.${kind}`,
          `$SYS.REQ.ACCOUNT.PING.${kind}`,
        ]),
        { subscriptions: true, streams: true, config: true },
      ),
  },
  {
    id: "M06",
    title: "subscribe to the server's own events",
    async run({ raider, victim }) {
      const heard = await raider.hear("$SYS.>", async () =>
        victim.user.ask(api(`STREAM.INFO.${victim.store.stream}`)),
      );
      return heard === "" ? undefined : "events of the server";
    },
  },
  {
    id: "R00b",
    title: "read the monitoring port, which asks for no credentials",
    async run({ raider, victim }) {
      const host = new URL(victim.store.user.url.split(",")[0] ?? "").hostname;
      const base = `http://${host}:8222`;
      const told = async (path: string): Promise<string> =>
        fetch(`${base}${path}`, { signal: AbortSignal.timeout(500) }).then(
          async (response) => response.text(),
          () => "",
        );
      // Another server of the machine may have that port.
      const isThis = (await told("/varz")).includes(raider.nats.info?.server_id ?? "no id");
      if (!isThis) return undefined;
      return `${victim.store.stream} in ${base}/jsz`;
    },
  },
];
