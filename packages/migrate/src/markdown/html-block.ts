/** A block of HTML, which ends with the line that this matches. */
export type HtmlBlockEnd = RegExp;

const blankLine = /^\s*$/;
const blockTags =
  "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul";
const attribute = "\\s+[A-Za-z_:][\\w.:-]*(?:\\s*=\\s*(?:[^\\s\"'=<>`]+|'[^']*'|\"[^\"]*\"))?";

/** The kinds of HTML blocks in the order of the specification; the last one does not end a paragraph. */
const kinds: readonly (readonly [start: RegExp, end: HtmlBlockEnd])[] = [
  [/^<(?:script|pre|style|textarea)(?:\s|>|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^<!--/, /-->/],
  [/^<\?/, /\?>/],
  [/^<![A-Za-z]/, />/],
  [/^<!\[CDATA\[/, /\]\]>/],
  [new RegExp(`^</?(?:${blockTags})(?:\\s|/?>|$)`, "i"), blankLine],
];
const anyTag = new RegExp(
  `^(?:<[A-Za-z][\\w-]*(?:${attribute})*\\s*/?>|</[A-Za-z][\\w-]*\\s*>)\\s*$`,
);

/** The end of the HTML block that a line begins, `undefined` where it begins none (CommonMark 0.31, section 4.6). */
export function htmlBlockEnd(line: string, inParagraph: boolean): HtmlBlockEnd | undefined {
  if (!line.startsWith("<")) return undefined;
  const known = kinds.find(([start]) => start.test(line))?.[1];
  return known ?? (!inParagraph && anyTag.test(line) ? blankLine : undefined);
}
