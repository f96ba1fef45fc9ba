/** A Markdown table; cells that are empty stay so. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [head, head.map(() => "---"), ...rows.map((row) => row.map(cell))];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll("\n", " ");
}

/** Text as code, nothing where there is none. */
export function code(text: string | undefined): string {
  return text ? `\`${text}\`` : "";
}

/** The first lines of a document that is made, not written. */
export function heading(title: string, from: string): string {
  return `<!-- made from ${from} by \`npm test -- apps/cli/test/docs/reference -u\`; do not edit -->\n\n# ${title}`;
}
