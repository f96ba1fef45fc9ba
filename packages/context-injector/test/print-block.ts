import { createContextInjector } from "../src/index.ts";
import { createArrayReader, day, said } from "./array-reader.ts";

/** Prints a block to compare over processes; days, months, scripts and ties are all in it. */
const reader = createArrayReader(
  said("Ich fliege im März nach İstanbul und esse Käse.", { from: "Änne", timestamp: day(1, 715) }),
  said("İYİ yolculuklar! 我喜欢北京烤鸭。", { from: "İpek", timestamp: day(1, 716) }),
  said("The flight to Istanbul leaves on 3 June.", { role: "assistant", timestamp: day(2) }),
  said("The hotel in Istanbul is booked.", { role: "assistant", timestamp: day(2) }),
  said("zebra, Äpfel, apple, ångström, 東京", { from: "Zoë", timestamp: day(3, -720) }),
);
await using injector = createContextInjector(reader);
await injector.start();
const request = { agent: "main", session: "agent:main:new", budgetTokens: 400 };
for (const prompt of [undefined, "Was war am 2. Juni in ISTANBUL?", "烤鸭?"]) {
  const { text } = await injector.contextFor({ ...request, session: `s:${prompt}`, prompt });
  process.stdout.write(`${text}\n`);
}
