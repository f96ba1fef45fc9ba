import { z } from "zod";

const place = "gateway.eventStore";
const here = "plugins.entries.event-store.config";

const configSchema = z.looseObject({
  gateway: z.looseObject({ eventStore: z.looseObject({}) }),
  plugins: z
    .looseObject({
      entries: z.record(z.string(), z.looseObject({ config: z.looseObject({}).optional() })),
    })
    .partial()
    .default({}),
});

/** Where other hosts have their settings, this gateway refuses them. */
export const legacyConfigRules = [
  {
    path: ["gateway", "eventStore"],
    message: `${place} is where other hosts read it; here it is ${here}. Run "openclaw doctor --fix".`,
  },
];

/** Moves the settings to where this gateway takes them; settings that are there already stay. */
export function normalizeCompatibilityConfig({ cfg }: { readonly cfg: unknown }): {
  readonly config: unknown;
  readonly changes: readonly string[];
} {
  const parsed = configSchema.safeParse(cfg);
  if (!parsed.success) return { config: cfg, changes: [] };
  const { gateway, plugins, ...rest } = parsed.data;
  const { eventStore, ...others } = gateway;
  const entries = plugins.entries ?? {};
  const entry = entries["event-store"] ?? {};
  const moved = { ...entry, config: { ...eventStore, ...entry.config } };
  return {
    config: {
      ...rest,
      gateway: others,
      plugins: { ...plugins, entries: { ...entries, "event-store": moved } },
    },
    changes: [`Moved ${place} to ${here}.`],
  };
}
