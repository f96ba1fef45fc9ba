import { open } from "node:fs/promises";

/**
 * Reads whole files into one buffer, which holds a file until the next one is read: buffers of their own
 * would pile up faster than they are collected.
 */
export function createFileReader(): (location: string) => Promise<Buffer> {
  let buffer = Buffer.allocUnsafeSlow(256 * 1024);
  return async (location) => {
    const file = await open(location);
    try {
      let length = 0;
      for (;;) {
        const { bytesRead } = await file.read(buffer, length, buffer.length - length);
        if (bytesRead === 0) return buffer.subarray(0, length);
        length += bytesRead;
        if (length === buffer.length) buffer = Buffer.concat([buffer], 2 * length);
      }
    } finally {
      await file.close();
    }
  };
}
