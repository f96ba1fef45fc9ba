import { startEmbeddedServer } from "../src/server/index.ts";

await startEmbeddedServer({ dir: process.argv[2] ?? "" });
process.stdout.write("up\n");
