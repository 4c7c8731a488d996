import { toHex } from '../../shared/dossier/bytes.ts';
import type { Hashing } from '../../shared/dossier/cryptography.ts';
import type { PartsStore } from './parts-store.ts';

export function createMemoryPartsStore(hashing: Hashing, held: Map<string, Uint8Array> = new Map()): PartsStore {
  return {
    size: async (sha256) => held.get(sha256)?.length,
    async put(sha256, bytes, longest) {
      if (held.has(sha256)) return 'was-there';
      const pieces: Uint8Array[] = [];
      let length = 0;
      for await (const piece of bytes) {
        length += piece.length;
        if (length > longest) return 'too-large';
        pieces.push(piece);
      }
      const whole = new Uint8Array(length);
      let offset = 0;
      for (const piece of pieces) {
        whole.set(piece, offset);
        offset += piece.length;
      }
      if (toHex(await hashing.sha256(whole)) !== sha256) return 'hash-wrong';
      held.set(sha256, whole);
      return 'stored';
    },
    read: async (sha256) => held.get(sha256),
  };
}
