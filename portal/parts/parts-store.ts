/** Parts by the hash of their ciphertext. What the portal holds here it cannot read without the dossier's keys. */
export interface PartsStore {
  /** Size in bytes when the part is held for good (file and folder synced), else `undefined`. */
  size(sha256: string): Promise<number | undefined>;
  /**
   * Stores what comes if its hash is right; the same part twice is harmless, also at once. Resolves only after the bytes
   * are synced. Rejects when the disk does.
   */
  put(sha256: string, bytes: AsyncIterable<Uint8Array>, longest: number): Promise<PutResult>;
  read(sha256: string): Promise<Uint8Array | undefined>;
}

export type PutResult = 'stored' | 'was-there' | 'hash-wrong' | 'too-large';
