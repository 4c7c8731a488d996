import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAbove, pageAt, pageEnd, pageStarts } from '../../renderer/touch/page-starts.ts';

const line = (top: number, height: number) => ({ top, bottom: top + height });

test('what fits is one page', () => {
  expect(pageStarts({ contentHeight: 500, pageHeight: 500, blocks: [line(0, 500)] })).toEqual([0]);
});

test('a row that would be cut by the lower edge begins the next page', () => {
  const rows = [0, 100, 200, 300, 400].map((top) => line(top, 90));
  expect(pageStarts({ contentHeight: 490, pageHeight: 250, blocks: rows })).toEqual([0, 200, 400]);
});

test('between two starts no row stands in halves either, and the end is the end', () => {
  const content = { contentHeight: 490, pageHeight: 250, blocks: [0, 100, 200, 300, 400].map((top) => line(top, 90)) };
  expect([0, 60, 110, 150, 240].map((start) => pageEnd(start, content))).toEqual([200, 300, 300, 400, 490]);
});

test('of two columns whose lines stand at different heights neither is cut, where one edge spares both', () => {
  const left = [0, 100, 210].map((top) => line(top, 80));
  const right = [0, 60, 130, 190, 260].map((top) => line(top, 50));
  // At 210 the line beside it would stand in halves; at 190 nothing does.
  expect(pageStarts({ contentHeight: 310, pageHeight: 250, blocks: [...left, ...right] })).toEqual([0, 190]);
});

test('a page rather ends early than through a line', () => {
  const left = [0, 100, 130, 160, 190, 220].map((top) => line(top, 28));
  const right = [0, 105, 135, 165, 195, 225].map((top) => line(top, 28));
  expect(pageStarts({ contentHeight: 253, pageHeight: 240, blocks: [...left, ...right] })[1]).toBe(100);
});

test('a page does not end early with titles alone: better a line in halves than cards without a word', () => {
  const titles = [
    { ...line(0, 100), isTitle: true },
    { ...line(0, 96), isTitle: true },
  ];
  const left = [105, 135, 165, 195, 225].map((top) => line(top, 28));
  const right = [120, 150, 180, 210, 240].map((top) => line(top, 28));
  const content = { contentHeight: 268, pageHeight: 230 };
  expect(pageStarts({ ...content, blocks: [...titles, ...left, ...right] })[1]).toBeGreaterThan(105);
  const written = [...titles.slice(1), line(97, 5), ...left, ...right];
  expect(pageStarts({ ...content, blocks: written })[1]).toBeLessThanOrEqual(105);
});

test('a title goes over with what it belongs to', () => {
  const blocks = [line(0, 180), { ...line(190, 40), isTitle: true }, line(235, 100)];
  expect(pageStarts({ contentHeight: 335, pageHeight: 250, blocks })).toEqual([0, 190]);
});

test('a picture is never cut, even if that leaves half a page empty', () => {
  const blocks = [line(0, 60), { ...line(70, 200), isWhole: true }];
  expect(pageStarts({ contentHeight: 270, pageHeight: 220, blocks })).toEqual([0, 70]);
});

test('a title is not pulled over when nothing would be left before it', () => {
  const blocks = [{ ...line(12, 60), isTitle: true }, line(90, 100)];
  expect(pageStarts({ contentHeight: 190, pageHeight: 100, blocks })[1]).toBeGreaterThan(70);
});

test('paging always arrives at the end, whatever the blocks are', () => {
  const block = fc
    .record({
      top: fc.nat(2000),
      height: fc.integer({ min: 1, max: 900 }),
      isWhole: fc.boolean(),
      isTitle: fc.boolean(),
    })
    .map(({ top, height, isWhole, isTitle }) => ({ ...line(top, height), isWhole, isTitle }));
  fc.assert(
    fc.property(fc.array(block, { maxLength: 30 }), fc.integer({ min: 50, max: 700 }), (blocks, pageHeight) => {
      const contentHeight = Math.max(pageHeight, ...blocks.map((one) => one.bottom));
      const starts = pageStarts({ contentHeight, pageHeight, blocks });
      const steps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
      expect(steps.every((step) => step > 0 && step <= pageHeight)).toBe(true);
      expect((starts.at(-1) ?? 0) + pageHeight).toBeGreaterThanOrEqual(contentHeight - 1);
    }),
  );
});

test('the page shown is the last one whose start has been passed', () => {
  expect([0, 150, 200, 390, 400].map((top) => pageAt([0, 200, 400], top))).toEqual([0, 0, 1, 1, 2]);
});

test('brought into the middle of a line, half of it is hidden, but never the square code beside it', () => {
  const lines = [line(0, 100), line(100, 100)];
  const at = (start: number, codeTop: number) =>
    cutAbove(start, { pageHeight: 500, blocks: [...lines, { ...line(codeTop, 200), isWhole: true }] });
  expect([at(100, 400), at(150, 400), at(150, 170), at(150, 150)]).toEqual([0, 50, 20, 0]);
});
