import type { Told } from "./fact.ts";

export const malformed: Told = { ignored: "not of the shape OpenClaw 2026.9.6 gives it" };
