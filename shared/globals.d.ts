/**
 * `shared/` has no DOM and no Node. These few globals exist alike in every runtime we have
 * (Chromium 130+, Node 20+, workers) and are all it may use.
 */
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean });
  decode(bytes?: Uint8Array): string;
}
