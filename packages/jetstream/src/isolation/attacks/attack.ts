import type { Scene } from "../scene.ts";

/** Something one agent tries on another one. */
export interface Attack {
  readonly id: string;
  readonly title: string;
  /** Whether there is anything to attack. @defaultValue there is */
  readonly applies?: (scene: Scene) => boolean;
  /** What was obtained, `undefined` where it was denied. */
  readonly run: (scene: Scene) => Promise<string | undefined>;
}

/** The request that JetStream takes at a subject. */
export const api = (request: string): string => `$JS.API.${request}`;

/** Whether an answer of JetStream is one, and not a refusal. */
export function granted(answer: string): boolean {
  return /"type":\s*"io\.nats\.jetstream/.test(answer) && !/"error":\s*\{/.test(answer);
}
