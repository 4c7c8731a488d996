import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fewestShown, levels, surveyResults, withoutSmall } from '../../portal/console/survey-results.ts';
import type { RatingCount } from '../../portal/register/register.ts';

const counts = (service: string, factor: RatingCount['factor'], ...given: number[]): RatingCount[] =>
  levels.flatMap((score, index) => {
    const count = given[index] ?? 0;
    return count > 0 ? [{ service, factor, score, count }] : [];
  });

describe('what is told of the survey', () => {
  test('each service as a whole and by its five factors, with the share of 4 and 5', () => {
    const [only] = surveyResults([
      ...counts('feedback', undefined, 30, 10, 0, 0, 10),
      ...counts('feedback', 'staff', 5),
    ]);
    expect(only?.service).toBe('feedback');
    expect(only?.rows.map(({ factor }) => factor)).toEqual([
      undefined,
      'access',
      'procedure',
      'staff',
      'result',
      'feedback',
    ]);
    expect(only?.rows[0]?.shown).toEqual({ total: 50, counts: [30, 10, 0, 0, 10], satisfied: 80 });
    expect(only?.rows[3]?.shown).toEqual({ total: 5, counts: [5, 0, 0, 0, 0], satisfied: 100 });
  });

  test('fewer answers than five are not shown at all', () => {
    const [only] = surveyResults(counts('feedback', undefined, 2, 1, 0, 0, 1));
    expect(only?.rows.every(({ shown }) => shown === undefined)).toBe(true);
  });

  test('one dissatisfied person among many is not told, neither by the count, the total nor the share', () => {
    const [only] = surveyResults(counts('feedback', undefined, 20, 8, 0, 0, 1));
    expect(only?.rows[0]?.shown).toEqual({ total: 29, counts: [20, undefined, 0, 0, undefined], satisfied: undefined });
  });

  test('no small count can be worked out from what is shown beside it, however people answered', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 12 }), { minLength: 5, maxLength: 5 }), (given) => {
        const [only] = surveyResults(counts('x', undefined, ...given));
        const shown = only?.rows[0]?.shown;
        if (!shown) return;
        const isHidden = shown.counts.map((count) => count === undefined);
        for (const [index, count] of given.entries())
          if (count > 0 && count < fewestShown) expect(isHidden[index]).toBe(true);
        const hidden = isHidden.filter(Boolean).length;
        // Alone there is nobody to hide among: then everybody counted gave that answer, and they are fewer than are shown.
        expect(hidden).not.toBe(1);
        if (shown.satisfied === undefined) return;
        expect(isHidden.slice(0, 2).filter(Boolean).length).not.toBe(1);
        expect(isHidden.slice(2).filter(Boolean).length).not.toBe(1);
      }),
    );
  });

  test('nothing is hidden where nothing is small', () => {
    expect(withoutSmall([9, 5, 0, 0, 7])).toEqual([9, 5, 0, 0, 7]);
  });
});
