/** The object store that holds the large events of a stream; its name has letters, digits, `-` and `_`. */
export function blobBucket(stream: string): string {
  return `${stream.replaceAll(/[^\w-]/g, "_")}-blobs`;
}
