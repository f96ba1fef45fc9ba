import { coreEventData, eventSchema } from "@openclaw/event-schema";
import { z } from "zod";
import { code, heading, markdownTable } from "./table.ts";

const nodeSchema = z.looseObject({
  type: z.string().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  prefixItems: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});
type SchemaNode = z.infer<typeof nodeSchema>;

/** The envelope and all types with what their data holds, from the schemas that check them. */
export function eventsReference(): string {
  return [
    heading("Events", "the schemas of events"),
    "",
    "Every stored message is one event as JSON in UTF-8, with its `id` also as the header `Nats-Msg-Id`.",
    "Readers keep fields they do not know. The same as JSON Schema:",
    "[`event.schema.json`](../../packages/event-schema/schemas/event.schema.json).",
    "",
    "## Envelope",
    "",
    fieldTable(eventSchema),
    "",
    "`payload` has the run it belongs to, its place in it and when it happened at the source; `data` is what",
    "the type says. `agent` is whose event it is, `session` the gateway's session key. An event of visibility",
    "`public` may be shared with other agents. The version of the data's schema is `meta.schemaVersion`, 1",
    "where it is not there.",
    "",
    "## Types",
    "",
    "An extension adds types of its own, `<extension>.<name>`, and can shadow none of these. What the gateway",
    "says on a stream that is not known is stored as `unknown.<stream>`, never as a message.",
    "",
    ...Object.entries(coreEventData).flatMap(([type, lazy]) => {
      const data = lazy.unwrap();
      const meaning = data.description === undefined ? [] : [`${data.description}.`, ""];
      return [`### ${type}`, "", ...meaning, fieldTable(data), ""];
    }),
  ].join("\n");
}

function fieldTable(schema: z.ZodType): string {
  const node = nodeSchema.parse(z.toJSONSchema(schema, { io: "input" }));
  const rows = [...fields(node, "")];
  const columns = rows.some(([, , , meaning]) => meaning !== "") ? 4 : 3;
  return markdownTable(
    ["field", "type", "", "meaning"].slice(0, columns),
    rows.map((row) => row.slice(0, columns)),
  );
}

function* fields(node: SchemaNode, path: string): Generator<readonly string[]> {
  for (const [name, value] of Object.entries(node.properties ?? {})) {
    const field = nodeSchema.parse(value);
    const full = path === "" ? name : `${path}.${name}`;
    const required = node.required?.includes(name) === true;
    if (field.properties !== undefined && Object.keys(field.properties).length > 0)
      yield* fields(field, full);
    else yield [code(full), typeOf(field), required ? "" : "optional", field.description ?? ""];
  }
}

function typeOf({ type = "any", enum: values, items, prefixItems }: SchemaNode): string {
  if (values !== undefined) return values.map((value) => code(String(value))).join(" or ");
  if (type !== "array") return type;
  const item = nodeSchema.safeParse(prefixItems?.[0] ?? items).data;
  return `list of ${item?.type ?? "value"}s`;
}
