import type { Scene } from "../scene.ts";
import { api, type Attack } from "./attack.ts";

const forgery = "isolation-test-forged-answer";

/** Deceiving the victim's client. */
export const replies: readonly Attack[] = [
  {
    id: "W11",
    title: "publish into the victim's inbox",
    async run({ raider, victim }: Scene) {
      const inbox = victim.user.inbox();
      const heard = await victim.user.hear(inbox, async () => raider.send(inbox, forgery));
      return heard.includes(forgery) ? "a forged answer" : undefined;
    },
  },
  {
    id: "W12",
    title: "answer the victim's JetStream requests in the server's stead",
    async run({ raider, victim, canary }) {
      const request = api(`STREAM.MSG.GET.${victim.store.stream}`);
      const subscription = raider.nats.subscribe(request, {
        callback(error, message) {
          if (error === null && message.reply) raider.nats.publish(message.reply, forgery);
        },
      });
      await raider.nats.flush();
      const reply = victim.user.inbox();
      const body = { seq: canary.sequence };
      const answers = await victim.user.hear(reply, async () =>
        victim.user.send(request, body, { reply }),
      );
      subscription.unsubscribe();
      return answers.includes(forgery) ? "a forged answer" : undefined;
    },
  },
];
