import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GuideEntry, guideBounds, guideSchemaVersion } from '../../shared/catalogue/guide-entry.ts';
import { readGuideRecord } from '../../shared/catalogue/import-guide.ts';
import { importGuides } from '../../shared/catalogue/import-guides.ts';
import { publishedText } from '../../shared/catalogue/published-text.ts';
import { canonicalBytes } from '../../shared/dossier/bytes.ts';
import { recordFiles } from './national-records.ts';

const imported = importGuides(recordFiles);
const entryOf = (code: string) => imported.entries.find((entry) => entry.code === code);

describe('records as published', () => {
  test('all become guide entries, by code, and nothing is lost', () => {
    expect(imported.entries.map(({ code }) => code)).toEqual(
      recordFiles.map(({ name }) => /--(.+)\.json$/.exec(name)?.[1]).sort(),
    );
    expect(imported.lines.filter(({ isLost }) => isLost)).toEqual([]);
  });

  test('say who, what to bring, where, how long, the fee as stated and the legal basis', () => {
    const entry = entryOf('1.004194');
    expect(entry).toMatchObject({
      name: 'Đăng ký tạm trú',
      field: 'Đăng ký, quản lý cư trú',
      group: 'cu-tru-va-giay-to-tuy-than',
      isInternal: false,
      authorities: ['Công an cấp Xã'],
      places: 'Công an cấp xã',
      levels: ['ward'],
      decision: '9354/QĐ-BCA-C06',
      decidedBy: 'Bộ Công an',
    });
    expect(entry?.who).toContain('Công dân Việt Nam');
    expect(entry?.papers.map(({ papers }) => papers.length)).toEqual([3, 2, 3, 1]);
    expect(entry?.ways.map(({ how, time }) => [how, time])).toEqual([
      ['online', { amount: 3, unit: 'working-days' }],
      ['direct', { amount: 3, unit: 'working-days' }],
    ]);
    expect(entry?.ways[0]?.fees.map(({ amount }) => amount)).toEqual([7000, 5000, 0]);
    expect(entry?.legalBasis.find(({ name }) => name === 'Thông tư 57/2021/TT-BCA')).toBeDefined();
  });

  test('a number nobody filled in is not made up: «OTHER» and zero days give no time, a fee without amount only its words', () => {
    const times = imported.entries.flatMap(({ ways }) => ways.map(({ time }) => time?.amount));
    expect(times).not.toContain(0);
    const unstated = imported.entries.flatMap(({ ways }) =>
      ways.flatMap(({ fees }) => fees.filter(({ amount }) => amount === null)),
    );
    expect(unstated.length).toBeGreaterThan(0);
    for (const { text } of unstated) expect(text).toBeTruthy();
  });

  test('a time in digits counts, and what is between authorities is marked', () => {
    const file = recordFiles.find(({ name }) => name.includes('5.003856'));
    const record = JSON.parse(file?.text ?? '');
    record.detail.executionMethods[0] = { submissionMethod: 'DIRECT', processingTime: '15', processingTimeUnit: 'DAY' };
    const reading = readGuideRecord(record, undefined);
    if (!reading.ok) throw new Error(reading.note.reason);
    expect(reading.entry).toMatchObject({ isInternal: true });
    expect(reading.entry.ways[0]).toEqual({ how: 'direct', time: { amount: 15, unit: 'days' }, fees: [] });
  });

  test('every word of an entry stands in its record: nothing is invented', () => {
    for (const { name, text } of recordFiles) {
      const reading = readGuideRecord(JSON.parse(text), undefined);
      if (!reading.ok) throw new Error(name);
      const stated = publishedText(stringsOf(JSON.parse(text)).join(' \n '), 10_000_000).text.replace(/\s+/g, ' ');
      const {
        schema: _schema,
        code: _code,
        group: _group,
        updated: _updated,
        ways,
        levels: _levels,
        ...said
      } = reading.entry;
      const texts = stringsOf({
        ...said,
        ways: ways.map(({ how: _how, time: _time, fees, text: own }) => ({
          own,
          fees: fees.map(({ text: fee }) => fee),
        })),
        cases: said.cases.map((each) => each.name),
      });
      for (const each of texts) expect(stated, each).toContain(each.replace(/\s+/g, ' '));
    }
  });
});

describe('a folder', () => {
  test('gives the same entries and the same report in whatever order its files come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...recordFiles], { minLength: recordFiles.length }), (files) => {
        expect(importGuides(files)).toEqual(imported);
      }),
      { numRuns: 20 },
    );
  });

  test('of two records with one code the newer counts, the other is told', () => {
    const [file] = recordFiles;
    const record = JSON.parse(file?.text ?? '');
    const newer = { ...record, name: 'Tên mới', detail: { ...record.detail, updatedAt: record.detail.updatedAt + 1 } };
    const { entries, lines } = importGuides([
      { name: 'b.json', text: JSON.stringify(record) },
      { name: 'a.json', text: JSON.stringify(newer) },
    ]);
    expect(entries.map(({ name }) => name)).toEqual(['Tên mới']);
    expect(lines).toEqual([{ file: 'b.json', at: 'code', reason: 'same-code', isLost: true }]);
  });

  test.each([
    ['{"code": "1.000001", "name":', 'not-json', ''],
    ['', 'not-json', ''],
    ['[]', 'not-a-record', ''],
    ['null', 'not-a-record', ''],
    ['{"name": "Tên"}', 'no-code', 'code'],
    ['{"code": "../../etc", "name": "Tên"}', 'no-code', 'code'],
    ['{"code": 1.000001, "name": "Tên"}', 'no-code', 'code'],
    ['{"code": "1.000001"}', 'no-name', 'name'],
    ['{"code": "1.000001", "name": "<p> </p>"}', 'no-name', 'name'],
    [`${'['.repeat(200_000)}`, 'not-json', ''],
  ])('%# is left out with its reason and the others stay', (text, reason, at) => {
    const broken = importGuides([{ name: 'broken.json', text }, ...recordFiles]);
    expect(broken.lines.filter(({ isLost }) => isLost)).toEqual([{ file: 'broken.json', at, reason, isLost: true }]);
    expect(broken.entries).toEqual(imported.entries);
  });

  test('too large a file is left out unread', () => {
    expect(importGuides([{ name: 'huge.json', text: 'too-large' }]).lines).toEqual([
      { file: 'huge.json', at: '', reason: 'too-large', isLost: true },
    ]);
  });
});

describe('a damaged record', () => {
  const records = recordFiles.map(({ text }) => JSON.parse(text) as unknown);

  test('never stops the import: what comes out fits the schema, whatever was done to it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...records), fc.array(damage, { minLength: 1, maxLength: 12 }), (record, damages) => {
        const damaged = damages.reduce<unknown>(
          (json, { seed, kind, text }) => damageOf(json, seed, kind, text),
          record,
        );
        const reading = readGuideRecord(damaged, undefined);
        if (!reading.ok) expect(reading.note.reason).toMatch(/^[a-z-]+$/);
        else expect(GuideEntry.safeParse(reading.entry).success).toBe(true);
      }),
      { numRuns: 150 },
    );
  });

  test('that is no record at all never stops it', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, maxDepth: 4 }),
        (anything) => {
          expect(readGuideRecord(anything, undefined).ok).toBe(false);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('loses only what is broken, and says where', () => {
    const record = JSON.parse(recordFiles.find(({ name }) => name.includes('1.004194'))?.text ?? '');
    record.detail.executionMethods[0].processingTimeUnit = 'FORTNIGHT';
    record.detail.executionMethods[1].submissionMethod = 7;
    record.detail.executionCases = 'none';
    record.detail.legalBasisesDetails.push(null);
    const reading = readGuideRecord(record, undefined);
    if (!reading.ok) throw new Error(reading.note.reason);
    expect(reading.notes).toEqual([
      { at: 'detail.executionCases', reason: 'wrong-type' },
      { at: 'detail.executionMethods[].processingTimeUnit', reason: 'wrong-type' },
      { at: 'detail.executionMethods[].submissionMethod', reason: 'wrong-type' },
      { at: 'detail.legalBasisesDetails[]', reason: 'wrong-type' },
      { at: 'detail.executionCases', reason: 'not-stated' },
    ]);
    expect(reading.entry.ways.map(({ how, time }) => [how, time])).toEqual([['online', undefined]]);
    expect(reading.entry.legalBasis.length).toBe(entryOf('1.004194')?.legalBasis.length);
  });

  test('in decomposed letters gives the same entry', () => {
    for (const { name, text } of recordFiles) {
      expect(readGuideRecord(JSON.parse(text.normalize('NFD')), undefined), name).toEqual(
        readGuideRecord(JSON.parse(text.normalize('NFC')), undefined),
      );
    }
  });

  test('with HTML is read as text, and what is too long is cut and told', () => {
    const html = '<p>Nộp <b>01</b> bản&nbsp;sao</p><script>alert(1)</script><ul><li>một<li>hai</ul>&lt;3 &#7897;';
    expect(publishedText(html, 100).text).toBe('Nộp 01 bản sao\n\nmột\nhai\n<3 ộ');
    const record = JSON.parse(recordFiles[0]?.text ?? '');
    record.detail.requirementsAndConditions = 'điều kiện '.repeat(100_000);
    const reading = readGuideRecord(record, undefined);
    if (!reading.ok) throw new Error(reading.note.reason);
    expect([...(reading.entry.conditions ?? '')].length).toBeLessThanOrEqual(guideBounds.text);
    expect(reading.notes).toContainEqual({ at: 'detail.requirementsAndConditions', reason: 'cut' });
  });
});

test('changing the schema of a guide entry changes its version on purpose', () => {
  const hash = createHash('sha256')
    .update(canonicalBytes(z.toJSONSchema(GuideEntry) as never))
    .digest('hex');
  expect({ version: guideSchemaVersion, hash: hash.slice(0, 16) }).toEqual({ version: 1, hash: 'd4ec51f7726bfb55' });
});

const damage = fc.record({
  seed: fc.nat(),
  kind: fc.constantFrom('drop', 'swap', 'type', 'huge', 'nfd', 'html', 'text'),
  text: fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 30 })),
} as const);

/** One place of the JSON, chosen by the seed, changed. */
function damageOf(json: unknown, seed: number, kind: string, text: string): unknown {
  const places = placesOf(json);
  const place = places[seed % places.length] ?? [];
  const other = places[(seed * 7919 + 13) % places.length] ?? [];
  switch (kind) {
    case 'drop':
      return changed(json, place, undefined);
    case 'swap':
      return changed(changed(json, place, at(json, other)), other, at(json, place));
    case 'type':
      return changed(
        json,
        place,
        [7, -1.5, true, null, [], {}, 'chữ', [[]], { name: 1 }, Number.MAX_SAFE_INTEGER][seed % 10],
      );
    case 'huge':
      return changed(
        json,
        place,
        seed % 2 === 0 ? 'ư'.repeat(40_000) : Array.from({ length: 500 }, () => ({ name: 'x' })),
      );
    case 'nfd':
      return changed(json, place, String(at(json, place)).normalize('NFD'));
    case 'html':
      return changed(json, place, `<div onclick="x()">${String(at(json, place))}<img src=x onerror=y>&amp;&#0;`);
    default:
      return changed(json, place, text);
  }
}

type Path = readonly string[];

function placesOf(json: unknown, path: Path = []): Path[] {
  if (typeof json !== 'object' || json === null) return [path];
  return [path, ...Object.entries(json).flatMap(([key, value]) => placesOf(value, [...path, key]))];
}

function at(json: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return json;
  return at((json as Record<string, unknown> | null | undefined)?.[key], rest);
}

function changed(json: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(json)) return json.map((each, place) => (String(place) === key ? changed(each, rest, to) : each));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json).map(([own, value]) => [own, own === key ? changed(value, rest, to) : value]),
  );
}

function stringsOf(json: unknown): string[] {
  if (typeof json === 'string') return [json];
  return typeof json === 'object' && json !== null ? Object.values(json).flatMap(stringsOf) : [];
}
