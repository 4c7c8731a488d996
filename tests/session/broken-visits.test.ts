import { expect, test } from 'vitest';
import { afterCrash, type CrashMemory } from '../../renderer/crash-count.ts';
import { newDraft } from '../../renderer/session/draft.ts';
import { draftUnderCatalogue } from '../../renderer/session/draft-under-catalogue.ts';
import type { Service } from '../../shared/catalogue/service.ts';

function aMemory(): CrashMemory {
  const rows = new Map<string, string>();
  return {
    getItem: (name) => rows.get(name) ?? null,
    setItem: (name, value) => void rows.set(name, value),
    removeItem: (name) => void rows.delete(name),
  };
}

test('a page that breaks is tried twice more, then the visit that breaks it ends', () => {
  const memory = aMemory();
  expect([0, 4000, 8000].map((atMs) => afterCrash(memory, atMs))).toEqual(['reload', 'reload', 'end-visit']);
  expect(afterCrash(memory, 12_000)).toBe('reload');
});

test('crashes far apart end no visit', () => {
  const memory = aMemory();
  for (let crash = 0; crash < 10; crash += 1) expect(afterCrash(memory, crash * 3 * 60_000)).toBe('reload');
});

test('a saved draft goes on under the version it was begun with, else under the newest one, else not at all', () => {
  const draft = newDraft({ id: 'birth', version: '2026.1' }, { language: 'vi', nonce: '0'.repeat(32) });
  const version = (id: string, name: string, validFrom: string) => ({ id, version: name, validFrom }) as Service;
  const [old, newer, newest] = [
    version('birth', '2026.1', '2026-01-01'),
    version('birth', '2027.1', '2027-01-01'),
    version('birth', '2027.2', '2027-07-01'),
  ];
  expect(draftUnderCatalogue(draft, [newest, old])).toBe(draft);
  expect(draftUnderCatalogue(draft, [newer, newest])?.service).toEqual({ id: 'birth', version: '2027.2' });
  expect(draftUnderCatalogue(draft, [version('extract', '2026.1', '2026-01-01')])).toBeUndefined();
});
