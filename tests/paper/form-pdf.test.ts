import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeFace } from '../../build/make-letters.ts';
import { readFace } from '../../electron/shell/slip/true-type.ts';
import type { Answers } from '../../shared/catalogue/service.ts';
import { letterRanges, printable } from '../../shared/paper/letters.ts';
import { openSheet, type Sheet } from '../../shared/paper/sheet.ts';
import { anyText, aService, questionsOf, someAnswers, someFacts } from '../catalogue/world.ts';
import { factsOf, filledWith, letters, pdfOf, printedAtMs, squeezed, textOfPages } from '../support/form-world.ts';

const service = aService('temporary-residence');
const example = service.examples.find(({ kind }) => kind === 'plain');
if (!example) throw new Error('no plain example');
const facts = factsOf(example);
const answers: Answers = example.answers;

const textOf = async (given: Answers, standing?: Parameters<typeof pdfOf>[1]) =>
  (await textOfPages(await pdfOf(filledWith(service, given, facts), standing))).join('\n');

describe('the letters of our paper', () => {
  test.each(['regular', 'bold', 'italic'] as const)(
    '%s is cut from the font package, and has every letter it should',
    async (name) => {
      const file = readFileSync(new URL(`../../assets/letters/${name}.ttf`, import.meta.url));
      expect(Buffer.from(await makeFace(name)).equals(file)).toBe(true);
      const face = readFace(file);
      const missing = letterRanges.flatMap(([first, last]) =>
        Array.from({ length: last - first + 1 }, (_, index) => first + index).filter(
          (code) => face.glyph(code) === undefined,
        ),
      );
      expect(missing.map((code) => code.toString(16))).toEqual([]);
    },
  );

  test('a PDF holds only the letters it uses, and says which they are', async () => {
    const pdf = await pdfOf(filledWith(service, answers, facts));
    const head = Buffer.from(pdf).toString('latin1');
    expect([...head.matchAll(/\/FontName \/[A-Z]{6}\+(Tinos-\w+)/g)].map(([, face]) => face).sort()).toEqual([
      'Tinos-Bold',
      'Tinos-Italic',
      'Tinos-Regular',
    ]);
    expect(head.match(/\/ToUnicode/g)).toHaveLength(3);
    // Whole, the three faces are 148 KB.
    expect(pdf.length).toBeLessThan(60_000);
  });
});

describe('what a print is told to be', () => {
  test('before filing it says that nothing is filed, in both languages, and leaves the day to whoever signs', async () => {
    const text = await textOf(answers);
    expect(text).toContain('CHƯA NỘP. In tờ khai không phải là nộp hồ sơ.');
    expect(text).toContain('Not filed. Printing this form does not file it.');
    expect(text).toContain('ngày ........ tháng ........ năm');
  });

  test('to be brought, it says where', async () => {
    const text = squeezed(await textOf(answers, { state: 'to-bring' }));
    expect(text).toContain(squeezed('CHƯA NỘP. Mời bạn ký rồi mang tờ khai này tới: Công an phường'));
  });

  test('filed, it names the slip and carries the day of the filing', async () => {
    const text = await textOf(answers, { state: 'filed', slip: 'A6-0147', code: 'H26.19', filedMs: printedAtMs });
    expect(text).not.toContain('CHƯA NỘP');
    expect(text).toContain('phiếu A6-0147, mã H26.19');
    expect(text).toContain('ngày 22 tháng 11 năm 2026');
  });

  test('a layout nobody is sure of leaves the counter to decide', async () => {
    const licence = aService('driver-licence');
    const [plain] = licence.examples;
    if (!plain) throw new Error('no example');
    const pages = await textOfPages(await pdfOf(filledWith(licence, plain.answers, factsOf(plain))));
    expect(pages.every((page) => page.includes('Nơi tiếp nhận quyết định'))).toBe(true);
    // CT01 is read item by item.
    expect(await textOf(answers)).not.toContain('Nơi tiếp nhận quyết định');
  });

  test('printed twice at one moment it is the same bytes', async () => {
    const print = () => pdfOf(filledWith(service, answers, facts));
    expect(Buffer.from(await print()).equals(Buffer.from(await print()))).toBe(true);
  });
});

describe('a line of a form', () => {
  const style = { face: 'regular', size: 12 } as const;
  const wrap = (stretches: Parameters<Sheet['wrap']>[0], width: number) =>
    openSheet(letters, { title: '', madeAt: new Date(0) }).wrap(stretches, style, width);

  test('what is not answered is dots: to the end of the line, or room for a word in the middle', () => {
    const [last] = wrap([{ text: 'Email: ' }, { dots: true }], 300);
    const end = last?.at(-1);
    expect(end && 'dots' in end && Math.round(end.x + end.dots)).toBe(300);
    const [middle] = wrap([{ text: 'cấp ngày ' }, { dots: true }, { text: ', nơi cấp: ' }, { dots: true }], 400);
    expect(middle?.map((piece) => ('dots' in piece ? 'dots' : piece.text))).toEqual([
      'cấp ngày ',
      'dots',
      ', nơi cấp: ',
      'dots',
    ]);
  });

  test('words stay whole, a comma hangs behind its answer, and what is longer than a line is broken', () => {
    const textsOf = (lines: ReturnType<typeof wrap>) =>
      lines.map((line) =>
        line
          .map((piece) => ('text' in piece ? piece.text : ''))
          .join('')
          .trim(),
      );
    expect(textsOf(wrap([{ text: 'Ủy ban nhân dân phường Yên Hòa' }], 90)).join(' ')).toBe(
      'Ủy ban nhân dân phường Yên Hòa',
    );
    for (let width = 40; width < 160; width += 1) {
      const lines = textsOf(wrap([{ text: 'Không nhớ', face: 'bold' }, { text: ', nơi cấp' }], width));
      expect(lines.filter((line) => line.startsWith(','))).toEqual([]);
    }
    const broken = textsOf(wrap([{ text: 'W'.repeat(100) }], 90));
    expect(broken.length).toBeGreaterThan(5);
    expect(broken.join('')).toBe('W'.repeat(100));
  });
});

describe('whatever somebody types', () => {
  test('10,000 signs without a blank go on over the pages, none is lost, and every page has its number', async () => {
    const pages = await textOfPages(
      await pdfOf(filledWith(service, { ...answers, reqName: 'Ẵ'.repeat(10_000) }, facts)),
    );
    const count = pages.join('').match(/Ẵ/g)?.length ?? 0;
    // On item 1, and below the box to sign in.
    expect(count).toBeGreaterThanOrEqual(10_000);
    expect(pages.length).toBeGreaterThan(2);
    for (const [index, page] of pages.entries()) expect(page).toContain(`Trang ${index + 1}/${pages.length}`);
  });

  test('in a table a cell longer than a page goes on on the next', async () => {
    const text = await textOf({ ...answers, memberCount: 1, mName1: 'Nguyễn '.repeat(1_000), mSex1: 'male' });
    expect(text.match(/Nguyễn/g)?.length).toBeGreaterThanOrEqual(1_000);
  });

  test('decomposed letters are composed; what has no letter is a box; what nobody sees is gone', async () => {
    expect(printable('Nguyễn'.normalize('NFD'))).toBe('Nguyễn');
    expect(printable('A 👨‍👩‍👧 B שלום 漢')).toBe('A □ B □□□□ □');
    expect(printable('tên\u202Engược\u200B\u0000\u0007')).toBe('tênngược');
    expect(printable('một\r\nhai\u2028ba')).toBe('một\nhai\nba');
    expect(printable('\uD800x')).toBe('□x');
    const text = await textOf({ ...answers, reqName: 'Lê 😀 Ước'.normalize('NFD') });
    expect(text).toContain('LÊ □ ƯỚC');
  });

  test('any answers, hostile ones too, make a PDF with all of its pages', async () => {
    const ids = questionsOf(service)
      .filter(({ kind }) => ['person-name', 'text', 'long-text', 'paper-number', 'email'].includes(kind))
      .map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(someAnswers(service), fc.dictionary(fc.constantFrom(...ids), anyText), async (some, hostile) => {
        const pdf = await pdfOf(filledWith(service, { ...some, ...hostile }, someFacts()));
        const pages = await textOfPages(pdf);
        expect(pages.at(-1)).toMatch(new RegExp(`Trang ${pages.length}/${pages.length}`));
      }),
      { numRuns: 25 },
    );
  });
});
