import type { Disk } from './disk.ts';

/** The least an old disk loses at once. */
const blockBytes = 512;

/**
 * Reads past places the disk cannot read any more: they come as zeros, which every checksum finds, and what lies around them comes as it
 * is. For reading a whole log; whoever asks for one record would rather hear that it is gone.
 */
export function patientDisk(disk: Disk): Disk & { lostBytes(): number } {
  let lostBytes = 0;
  return {
    ...disk,
    lostBytes: () => lostBytes,
    async read(path, range) {
      try {
        return await disk.read(path, range);
      } catch (error) {
        if (!isUnreadable(error)) throw error;
      }
      const from = range?.from ?? 0;
      const end = Math.min((await disk.size(path)) ?? 0, from + (range?.length ?? Number.POSITIVE_INFINITY));
      const bytes = new Uint8Array(Math.max(0, end - from));
      for (let at = from; at < end; ) {
        const length = Math.min(blockBytes - (at % blockBytes), end - at);
        const block = await disk.read(path, { from: at, length }).catch((error: unknown) => {
          if (!isUnreadable(error)) throw error;
          lostBytes += length;
        });
        if (block) bytes.set(block, at - from);
        at += length;
      }
      return bytes;
    },
  };
}

export function isUnreadable(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EIO';
}
