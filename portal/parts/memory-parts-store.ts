import { joined, toHex } from '../../shared/dossier/bytes.ts';
import type { Hashing } from '../../shared/dossier/cryptography.ts';
import type { PartsStore } from './parts-store.ts';

export function createMemoryPartsStore(hashing: Hashing, held: Map<string, Uint8Array> = new Map()): PartsStore {
  const begun = new Map<string, Uint8Array>();
  return {
    offset: async (sha256, owner) => begun.get(`${sha256}/${owner}`)?.length ?? 0,
    async append({ sha256, owner, offset, isLast, longest }, bytes) {
      const key = `${sha256}/${owner}`;
      const added = await gather(bytes, longest);
      if (held.has(sha256)) return { outcome: 'was-there' };
      const before = begun.get(key) ?? new Uint8Array(0);
      if (before.length !== offset) return { outcome: 'offset-wrong', offset: before.length };
      if (added === 'too-large' || before.length + added.length > longest) {
        begun.delete(key);
        return { outcome: 'too-large' };
      }
      const whole = new Uint8Array([...before, ...added]);
      if (!isLast) {
        begun.set(key, whole);
        return { outcome: 'added', offset: whole.length };
      }
      begun.delete(key);
      if (toHex(await hashing.sha256(whole)) !== sha256) return { outcome: 'hash-wrong' };
      held.set(sha256, whole);
      return { outcome: 'stored' };
    },
    size: async (sha256) => held.get(sha256)?.length,
    async put(sha256, bytes, longest) {
      if (held.has(sha256)) return 'was-there';
      const whole = await gather(bytes, longest);
      if (whole === 'too-large') return 'too-large';
      if (toHex(await hashing.sha256(whole)) !== sha256) return 'hash-wrong';
      held.set(sha256, whole);
      return 'stored';
    },
    read: async (sha256) => held.get(sha256),
  };
}

async function gather(bytes: AsyncIterable<Uint8Array>, longest: number): Promise<Uint8Array | 'too-large'> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > longest) return 'too-large';
    pieces.push(piece);
  }
  return joined(pieces);
}
