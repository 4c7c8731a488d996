import type { OutboxFiling } from '../../shared/outbox/outbox.ts';

/** A filing as it is put into the outbox; the number gives it its sequence, id and slip. */
export function aFiling(number: number, change: Partial<OutboxFiling> = {}): OutboxFiling {
  const id = idOf(number);
  return {
    id,
    sequence: number,
    slip: `A6-${String(number).padStart(4, '0')}`,
    service: { id: 'extract-copy', version: '1' },
    filedAt: '2026-11-21T12:42:00Z',
    bodySha256: idOf(number + 1_000_000),
    parts: [],
    body: { id, envelope: 'e'.repeat(400), ciphertext: 'c'.repeat(1600) },
    withdrawal: null,
    delivery: { state: 'waiting', attempts: 0 },
    ...change,
  };
}

export function idOf(number: number): string {
  return number.toString(16).padStart(64, '0');
}
