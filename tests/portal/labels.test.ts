import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readPortalCatalogue } from '../../portal/catalogue.ts';
import { labelsOf } from '../../portal/console/labels.ts';
import { catalogueFiles } from '../catalogue/world.ts';

const root = resolve(import.meta.dirname, '../..');
let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('every version still in the field is read by its own words and its own time', () => {
  // biome-ignore lint/suspicious/noExplicitAny: a file is changed on purpose
  const file: any = structuredClone(catalogueFiles['civil-extract.json']);
  const [paper] = file.papers;
  const [example] = file.examples;
  file.examples.push({ ...example, id: 'under-the-new-law', today: '2030-03-01' });
  file.changes = [
    {
      version: '2030.1',
      validFrom: '2030-03-01',
      source: 'a law',
      set: {
        [`papers/${paper.id}/name`]: { vi: 'Giấy theo luật mới', en: 'Paper of the new law' },
        'processing/workingDays': 5,
        'processing/cases': [{ when: { more: [{ answer: 'copies' }, 1] }, workingDays: 2 }],
      },
    },
  ];
  folder = mkdtempSync(join(tmpdir(), 'labels-'));
  mkdirSync(join(folder, 'catalogue'));
  writeFileSync(join(folder, 'catalogue', 'civil-extract.json'), JSON.stringify(file));
  symlinkSync(join(root, 'assets/units'), join(folder, 'units'));
  const labels = labelsOf(readPortalCatalogue(folder));
  // Labels look at nothing else of a dossier.
  const dossier = (version: string) =>
    ({ service: { id: 'civil-extract', version, code: null } }) as Parameters<typeof labels.paperName>[0];
  expect(labels.paperName(dossier('2026.1'), paper.id)).toBe(paper.name.vi);
  expect(labels.paperName(dossier('2030.1'), paper.id)).toBe('Giấy theo luật mới');
  expect(labels.dueDay('civil-extract', '2026.1', '2026-11-11')).toBe('2026-11-12');
  expect(labels.dueDay('civil-extract', '2030.1', '2026-11-11')).toBe('2026-11-18');
  // A time that hangs on what was answered.
  expect(labels.dueDay('civil-extract', '2030.1', '2026-11-11', { ...example.answers, copies: 2 })).toBe('2026-11-13');
  expect(labels.dueDay('civil-extract', '2031.1', '2026-11-11')).toBeUndefined();
});
