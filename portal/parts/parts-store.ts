/** Parts by the hash of their ciphertext. What the portal holds here it cannot read without the dossier's keys. */
export interface PartsStore {
  /** Size in bytes when the part is held for good (file and folder synced), else `undefined`. */
  size(sha256: string): Promise<number | undefined>;
  /**
   * Stores what comes if its hash is right; the same part twice is harmless, also at once. Resolves only after the bytes
   * are synced. Rejects when the disk does.
   */
  put(sha256: string, bytes: AsyncIterable<Uint8Array>, longest: number): Promise<PutResult>;
  /** How many bytes of an unfinished part this owner has brought; 0 when there are none. */
  offset(sha256: string, owner: string): Promise<number>;
  /** Adds a piece to what the owner has brought so far. With the last one the part is stored if its hash is right, and dropped if not. */
  append(piece: Piece, bytes: AsyncIterable<Uint8Array>): Promise<AppendResult>;
  read(sha256: string): Promise<Uint8Array | undefined>;
}

/** An owner's pieces never mix with another's: who guesses a hash cannot spoil a part. */
export interface Piece {
  readonly sha256: string;
  readonly owner: string;
  readonly offset: number;
  readonly isLast: boolean;
  /** Of the whole part. */
  readonly longest: number;
}

export type AppendResult =
  | { readonly outcome: PutResult }
  | { readonly outcome: 'added' | 'offset-wrong'; readonly offset: number };

export type PutResult = 'stored' | 'was-there' | 'hash-wrong' | 'too-large';
