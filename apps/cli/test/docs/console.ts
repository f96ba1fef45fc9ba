/** A command as a document shows it, and what it says is printed. */
export interface ShownCommand {
  readonly command: string;
  /** Nothing where only the command is shown. */
  readonly output: readonly string[];
}

/** The commands of a `console` block: lines that begin with `$ `, going on behind `> `. */
export function commandsOf(code: string): readonly ShownCommand[] {
  const commands: { command: string; output: string[] }[] = [];
  for (const line of code.trimEnd().split("\n")) {
    const last = commands.at(-1);
    if (line.startsWith("$ ")) commands.push({ command: line.slice(2), output: [] });
    else if (last === undefined) throw new Error(`a console block begins with no command: ${line}`);
    else if (/^>( |$)/.test(line)) last.command += `\n${line.slice(2)}`;
    else last.output.push(line);
  }
  return commands;
}

/** A pattern for what is shown: `…` stands for any text, on a line of its own for any lines. */
export function patternOf(output: readonly string[]): RegExp {
  const lines = output.map((line) =>
    line === "…" ? String.raw`(?:.*\n)*` : `${textPattern(line)}\n`,
  );
  return new RegExp(`^${lines.join("")}$`);
}

function textPattern(line: string): string {
  return line
    .split("…")
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join(".*");
}
