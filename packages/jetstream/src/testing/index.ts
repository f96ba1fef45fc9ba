export { pretendVersion } from "./pretend-version.ts";
export { startConfiguredServer } from "./start-configured-server.ts";
export type { ConfiguredServer } from "./start-configured-server.ts";
export { startIsolatedServer } from "./start-isolated-server.ts";
export type { IsolatedServer } from "./start-isolated-server.ts";
export { startTestCluster } from "./start-test-cluster.ts";
export type { TestCluster } from "./start-test-cluster.ts";
export { startTestServer } from "./start-test-server.ts";
export type { TestServer } from "./start-test-server.ts";
