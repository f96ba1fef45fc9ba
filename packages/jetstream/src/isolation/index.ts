export { accountOf, adminOf, publicAccount, publicStream } from "./layout.ts";
export type { IsolatedStore, Layout } from "./layout.ts";
export { provisionLayout } from "./provision-layout.ts";
export { loginOf, writeLayout } from "./write-layout.ts";
export type { Login, WriteLayoutOptions, WrittenLayout } from "./write-layout.ts";
export type { RaiderLogin } from "./raider.ts";
export type { TestedStore } from "./scene.ts";
export { testIsolation } from "./test-isolation.ts";
export type { AttackResult, TestedLayout } from "./test-isolation.ts";
