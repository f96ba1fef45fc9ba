import { eventStoreConfigSchema } from "@openclaw/event-schema/config";
import { z } from "zod";
import { code, heading, markdownTable } from "./table.ts";

const nodeSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.looseObject({ type: z.string().optional() }).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
});
type SchemaNode = z.infer<typeof nodeSchema>;

/** All settings, from the schema that reads them. */
export function configReference(): string {
  const schema = nodeSchema.parse(z.toJSONSchema(eventStoreConfigSchema, { io: "input" }));
  return [
    heading("Settings", "the schema of the settings"),
    "",
    "The same settings stand under `gateway.eventStore` in a `config.yml`, for the command line and other",
    "hosts, and under `plugins.entries.event-store.config` in the gateway's `openclaw.json`;",
    "`openclaw-events config convert` turns one into the other. A setting that is not known is refused.",
    "",
    markdownTable(["setting", "type", "default", "meaning"], [...rows(schema, "")]),
    "",
  ].join("\n");
}

function* rows(node: SchemaNode, path: string): Generator<readonly string[]> {
  for (const [name, value] of Object.entries(node.properties ?? {}))
    yield* rowsOf(nodeSchema.parse(value), path === "" ? name : `${path}.${name}`);
}

function* rowsOf(node: SchemaNode, path: string): Generator<readonly string[]> {
  const { description = "", additionalProperties, properties } = node;
  const entry = nodeSchema.safeParse(additionalProperties);
  const isGroup = properties !== undefined || entry.success;
  if (!isGroup) yield [code(path), typeOf(node), defaultOf(node), description];
  else if (description !== "") yield [code(path), "", "", description];
  yield* rows(node, path);
  if (entry.success) yield* rows(entry.data, `${path}.<id>`);
}

function typeOf({ type = "", enum: values, items }: SchemaNode): string {
  if (values !== undefined) return values.map((value) => code(String(value))).join(" or ");
  return type === "array" ? `list of ${items?.type ?? "value"}s` : type;
}

function defaultOf(node: SchemaNode): string {
  if (Array.isArray(node.default)) return "none";
  return node.default === undefined ? "" : code(JSON.stringify(node.default));
}
