import { type CarriedSource, type CarrySource, noProgress, writeCarried } from '../../shared/carrying/write-carried.ts';
import { webHashing } from '../../shared/dossier/web-cryptography.ts';
import type { PortalKiosk, Sealed } from '../contracts/portal-kiosk.ts';

/** What stands in a safe that is to be carried, without a safe. */
export interface ToCarry {
  readonly sealed: Sealed;
  readonly parts?: ReadonlyMap<string, Uint8Array>;
  readonly withdrawal?: string;
}

export function sourceOf(kiosk: PortalKiosk, carrying: readonly ToCarry[]): CarrySource {
  const byId = new Map(carrying.map((one) => [one.sealed.filing.id, one]));
  const parts = new Map(carrying.flatMap((one) => [...(one.parts ?? [])]));
  return {
    header: {
      kiosk: kiosk.id,
      label: kiosk.config.kiosk.label,
      madeAt: '2026-11-21T20:00:00.000Z',
      by: 'export',
      head: { records: carrying.length, hash: 'ab'.repeat(32) },
    },
    filings: carrying.map(({ sealed: { filing, envelope } }) => ({ id: filing.id, slip: envelope.slip })),
    async filing(id): Promise<CarriedSource | 'body-gone'> {
      const one = byId.get(id);
      if (!one) return 'body-gone';
      const { filing, envelope } = one.sealed;
      return { kiosk: kiosk.id, filing, parts: envelope.parts, withdrawal: one.withdrawal };
    },
    part: async (sha256) => parts.get(sha256),
  };
}

export async function fileOf(
  source: CarrySource,
): Promise<{ bytes: Uint8Array; progress: ReturnType<typeof noProgress> }> {
  const progress = noProgress();
  const pieces: Uint8Array[] = [];
  for await (const piece of writeCarried(source, { hashing: webHashing, progress })) pieces.push(piece);
  return { bytes: Buffer.concat(pieces), progress };
}

/** As a network or a disk gives them: in pieces of any length. */
export async function* inPieces(bytes: Uint8Array, length = 1000): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += length) yield bytes.subarray(from, from + length);
}

/** A filing with one page of a paper of so many bytes. */
export async function aFilingWithPaper(kiosk: PortalKiosk, bytes: number): Promise<ToCarry> {
  const { page, ciphertext } = await kiosk.sealPart(new Uint8Array(bytes).fill(7), 'birth-notice');
  return { sealed: await kiosk.seal({ papers: [page] }), parts: new Map([[page.sha256, ciphertext]]) };
}
