import { decodeQR } from 'qr/decode.js';

/** One frame in, its code (or null) out. The picture is nowhere kept. */
export interface QrFrame {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

const worker = self as unknown as DedicatedWorkerGlobalScope;

worker.onmessage = ({ data: frame }: MessageEvent<QrFrame>) => {
  worker.postMessage(codeIn(frame));
};

function codeIn(frame: QrFrame): string | null {
  try {
    return decodeQR(frame);
  } catch {
    // Nothing found: the decoder says so by throwing.
    return null;
  }
}
