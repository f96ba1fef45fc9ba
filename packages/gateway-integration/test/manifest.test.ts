import { expect, test } from "vitest";
import { createManifest } from "../src/plugin/manifest.ts";

test("the manifest that ships is the one made of the settings' schema", async () => {
  const text = `${JSON.stringify(createManifest(), undefined, 2)}\n`;

  await expect(text).toMatchFileSnapshot("../openclaw.plugin.json");
});
