export { createForgottenTest, storeSession, tombstoneOf } from "./forgotten.ts";
export type { ForgetScope, Tombstone } from "./forgotten.ts";
