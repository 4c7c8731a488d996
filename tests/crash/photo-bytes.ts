/** A photo that nobody has to keep to know every byte of it. Begins like a JPEG; the rest cannot be pressed together. */
export interface PhotoSpec {
  readonly seed: number;
  readonly bytes: number;
}

export function photoBytes({ seed, bytes }: PhotoSpec): Uint8Array<ArrayBuffer> {
  const words = new Uint32Array(Math.ceil(bytes / 4));
  let state = seed >>> 0 || 1;
  for (let place = 0; place < words.length; place += 1) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[place] = state;
  }
  const photo = new Uint8Array(words.buffer).subarray(0, bytes);
  photo.set([0xff, 0xd8, 0xff, 0xe0]);
  return photo;
}
