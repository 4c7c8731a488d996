import { createHash } from 'node:crypto';
import type { Disk } from '../../electron/shell/safe/disk.ts';
import type { FiledFacts } from '../../electron/shell/safe/records.ts';
import { openSafe, type Safe, type SafeTrouble } from '../../electron/shell/safe/safe.ts';
import type { SealedFiling } from '../../shared/dossier/sealed-filing.ts';

export function openTestSafe(at: {
  disk: Disk;
  folder: string;
  segmentBytes?: number;
  troubles?: SafeTrouble[];
}): Promise<Safe> {
  return openSafe({
    disk: at.disk,
    folder: at.folder,
    clock: { nowMs: () => 1_763_000_000_000 },
    segmentBytes: at.segmentBytes ?? 1024 * 1024,
    onTrouble: (code) => at.troubles?.push(code),
  });
}

/** A filing as the safe sees one: it looks at nothing inside. */
export function aFiling(
  safe: Safe,
  like: { parts?: FiledFacts['parts']; body?: string } = {},
): { facts: FiledFacts; filing: SealedFiling } {
  const sequence = safe.nextSequence();
  const body = like.body ?? `body-${sequence}`;
  const id = sha256(Buffer.from(`${sequence}/${body}`));
  return {
    facts: {
      id,
      sequence,
      slip: `A6-${String(sequence).padStart(4, '0')}`,
      service: { id: 'civil-extract', version: '2026.1' },
      filedAt: '2026-11-21T09:00:00Z',
      bodySha256: sha256(Buffer.from(body)),
      parts: like.parts ?? [],
      check: sha256(Buffer.from('check')),
    },
    filing: { id, envelope: 'e30.e30.e30', ciphertext: body },
  };
}

export function partOf(text: string): { sha256: string; bytes: Uint8Array } {
  const bytes = new TextEncoder().encode(text);
  return { sha256: sha256(bytes), bytes };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
