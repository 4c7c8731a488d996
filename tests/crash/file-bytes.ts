/** The bytes of a file that is written to, anywhere and often. */
export interface FileBytes {
  write(offset: number, bytes: Uint8Array): void;
  /** Cuts, or fills up with zeros. */
  setLength(length: number): void;
  /** A view: good until the next change. */
  bytes(): Uint8Array;
}

export function fileBytes(start: Uint8Array): FileBytes {
  let room = Uint8Array.from(start);
  let length = room.length;
  function grow(wanted: number): void {
    if (wanted <= room.length) return;
    const larger = new Uint8Array(Math.max(wanted, room.length * 2));
    larger.set(room.subarray(0, length));
    room = larger;
  }
  return {
    write(offset, bytes) {
      grow(offset + bytes.length);
      room.set(bytes, offset);
      length = Math.max(length, offset + bytes.length);
    },
    setLength(wanted) {
      grow(wanted);
      if (wanted < length) room.fill(0, wanted, length);
      length = wanted;
    },
    bytes: () => room.subarray(0, length),
  };
}
