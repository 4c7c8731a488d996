/** What every outbox under test is given: the same for ours and for the peers. */
export interface Item {
  readonly id: string;
  readonly uid: string;
  readonly body: string;
  readonly blobs: readonly Blob[];
}

/** What every outbox under test offers to whoever measures it. */
export interface OutboxPeer {
  readonly name: string;
  init(options: { readonly base: string; readonly door?: string | undefined }): Promise<void>;
  /** Resolves when the item survives a power cut, as far as this outbox can promise that. */
  enqueue(item: Item): Promise<void>;
  /** Sends everything that waits; resolves when nothing does. */
  drain(base: string): Promise<void>;
  /** Not yet acknowledged by the server. */
  count(): Promise<number>;
  /** Keeps attachments before their item is enqueued, as a kiosk does when a photo is taken. The same Blobs are enqueued later. */
  stage?(blobs: readonly Blob[]): Promise<void>;
}
