export { startTestServer } from "./start-test-server.ts";
export type { TestServer } from "./start-test-server.ts";
