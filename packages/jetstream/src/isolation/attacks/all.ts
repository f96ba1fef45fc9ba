import { acks } from "./acks.ts";
import type { Attack } from "./attack.ts";
import { consumers } from "./consumers.ts";
import { deputyReading } from "./deputy-reading.ts";
import { deputyDestruction, destruction } from "./destruction.ts";
import { eavesdropping } from "./eavesdropping.ts";
import { exhaustion } from "./exhaustion.ts";
import { forging } from "./forging.ts";
import { metadata } from "./metadata.ts";
import { reading } from "./reading.ts";
import { replies } from "./replies.ts";
import { sharing } from "./sharing.ts";
import { streams } from "./streams.ts";

/** Families whose attacks do not get into one another's way. */
export const attacksAtOnce: readonly (readonly Attack[])[] = [
  reading,
  consumers,
  acks,
  forging,
  deputyReading,
];

/** Attacks that need the stage for themselves. */
export const attacksOneByOne: readonly Attack[] = [
  eavesdropping,
  replies,
  metadata,
  streams,
  destruction,
  deputyDestruction,
  sharing,
  exhaustion,
].flat();
