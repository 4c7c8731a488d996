/** As much of a body's stream as is read here: all in one piece. A real one costs more than the portal's whole answer. */
export function oneChunk(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  let isRead = bytes.length === 0;
  const reader = {
    async read() {
      const done = isRead;
      isRead = true;
      return done ? { done } : { done, value: bytes };
    },
    cancel: async () => {},
  };
  return { getReader: () => reader } as unknown as ReadableStream<Uint8Array<ArrayBuffer>>;
}
