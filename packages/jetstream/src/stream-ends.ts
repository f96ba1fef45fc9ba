/** What is known of the ends of streams without asking; they may have grown since. */
export interface StreamEnds {
  see(stream: string, sequence: number): void;
  /** The highest sequence seen. */
  of(stream: string): number | undefined;
}

export function createStreamEnds(): StreamEnds {
  const ends = new Map<string, number>();
  return {
    see: (stream, sequence) => void ends.set(stream, Math.max(sequence, ends.get(stream) ?? 0)),
    of: (stream) => ends.get(stream),
  };
}
