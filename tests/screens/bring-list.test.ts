import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { everyService } from '../../build/every-service.ts';
import { bringLines } from '../../renderer/screens/bring-list.ts';
import type { Offered } from '../../renderer/screens/offered-services.ts';
import type { useGuidanceWords, useVisitWords } from '../../renderer/words/use-words.ts';
import { exampleAnswer } from '../../shared/catalogue/examples.ts';
import type { Text } from '../../shared/catalogue/text.ts';
import { outsideText } from '../../shared/catalogue/windows.ts';
import { possiblePapers } from '../../shared/form/papers.ts';
import { showAnswer } from '../../shared/form/show-answer.ts';
import { PrintGuideRequest } from '../../shared/shell-contract/messages.ts';
import { places, questionsOf, someFacts } from '../catalogue/world.ts';

const services = everyService();
const facts = someFacts({ today: '2026-11-22' });
const kiosk = {
  site: { name: 'Tòa nhà Mẫu', address: 'Số 1, phố Mẫu' },
  nearestCounter: {
    name: 'Quầy một cửa Mẫu',
    address: 'Số 2, phố Mẫu',
    hours: { vi: '8 giờ đến 17 giờ', en: '8 am to 5 pm' },
    phone: '',
  },
} as never;

/** Words as they stand in the files. */
function wordsIn(language: 'vi' | 'en', namespace: string) {
  const tree = JSON.parse(
    readFileSync(new URL(`../../assets/words/${language}/${namespace}.json`, import.meta.url), 'utf8'),
  );
  return (key: string, put: Record<string, unknown> = {}) => {
    const text = key.split('.').reduce((at, part) => at?.[part], tree) as unknown as string | undefined;
    if (text === undefined) throw new Error(`no words ${namespace}:${key}`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(put[name]));
  };
}

type Listed = (typeof services)[number];

function linesOf(service: Listed, language: 'vi' | 'en', offered: Offered = { state: 'open', service }): string[] {
  return bringLines(
    offered,
    { facts, kiosk },
    {
      t: wordsIn(language, 'visit') as unknown as ReturnType<typeof useVisitWords>,
      guidance: wordsIn(language, 'guidance') as unknown as ReturnType<typeof useGuidanceWords>,
      say: (text: Text) => text[language],
      language,
    },
  );
}

describe('what to bring, on paper', () => {
  test.each(services.map((service) => [service.id, service] as const))(
    '%s: its name, each paper with a box to tick, where, how long and what it costs, in both languages',
    (_, service) => {
      for (const language of ['vi', 'en'] as const) {
        const lines = linesOf(service, language);
        expect(lines[0]).toBe(service.name[language]);
        for (const { paper } of possiblePapers(service, {}, facts))
          expect(lines.some((line) => line.startsWith(`[ ] ${paper.name[language]}`))).toBe(true);
        expect(lines).toContain(service.processing.text[language]);
        expect(lines.join('\n')).toContain('Số 1, phố Mẫu');
        expect(lines.join('\n')).toContain('Quầy một cửa Mẫu');
        expect(lines.join('\n')).toContain(String(service.minutesToFill));
        expect(PrintGuideRequest.safeParse({ code: service.id, lines }).success).toBe(true);
      }
    },
  );

  test('a service that is not open says since when or from when, and promises nothing of this kiosk', () => {
    const found = services.find(({ id }) => id === 'enrol-grade1');
    if (!found) throw new Error('no such service');
    const told = (state: 'opens' | 'closed') =>
      linesOf(found, 'vi', { state, service: found, day: '2027-07-01' }).join('\n');
    expect(told('opens')).toContain('Mở từ 01/07/2027');
    expect(told('closed')).toContain('Đã đóng từ 01/07/2027');
    expect(told('closed')).toContain(outsideText(found, facts.today)?.vi);
    for (const list of [told('opens'), told('closed')]) {
      expect(list).not.toMatch(/tại máy/iu);
      expect(list).toContain('Cần hỏi, mời bạn tới quầy: Quầy một cửa Mẫu');
    }
  });

  test('the counter of the ward is the place only for what a ward receives; for any other, who receives it is named', () => {
    const where = services.map((service) => {
      const lines = linesOf(service, 'vi');
      return [
        service.receiver.kind,
        lines.some((line) => line.startsWith('Hoặc tại quầy: ')),
        lines.some((line) => line.startsWith('Cần hỏi, mời bạn tới quầy: ')),
        lines.some((line) => line.startsWith('Cơ quan nhận: ')),
      ].join(' ');
    });
    expect([...new Set(where)].sort()).toEqual([
      'city false true true',
      'ward true false false',
      'ward-police false true true',
    ]);
    expect(linesOf(services.find(({ id }) => id === 'driver-licence') as Listed, 'vi')).toContain(
      'Cơ quan nhận: Phòng Cảnh sát giao thông, Công an thành phố Hà Nội',
    );
  });

  test('what is told or printed here, and filed elsewhere, is not said to be filed here', () => {
    const found = services.find(({ receiver }) => receiver.kind === 'ward') as Listed;
    for (const stage of [1, 2] as const) {
      const lines = linesOf({ ...found, stage }, 'vi').join('\n');
      expect(lines).not.toContain('Tại máy này');
      expect(lines).toContain('Tại quầy: Quầy một cửa Mẫu');
    }
  });

  test('who pays nothing stands under the fee', () => {
    const found = services.find(({ fees }) => fees.some(({ waivers }) => waivers.length > 0)) as Listed;
    const waiver = found.fees.flatMap(({ waivers }) => waivers)[0];
    expect(linesOf(found, 'vi').some((line) => line.startsWith('Được miễn') && line.includes(waiver?.vi ?? '?'))).toBe(
      true,
    );
  });

  test('the citizen card stands on it once where the service asks who files', () => {
    const card = wordsIn('vi', 'guidance')('bring.identity');
    for (const service of services) {
      const lines = linesOf(service, 'vi');
      expect(lines.filter((line) => line === `[ ] ${card}`).length).toBeLessThanOrEqual(1);
    }
    expect(linesOf(services.find(({ id }) => id === 'driver-licence') as never, 'vi')).toContain(`[ ] ${card}`);
  });
});

describe('examples at questions', () => {
  const shown = services.flatMap((service) =>
    questionsOf(service).flatMap((question) => {
      const answer = exampleAnswer(service, question);
      return answer === undefined ? [] : [{ service, question, answer }];
    }),
  );

  test('stand at numbers of papers, codes of a known form and addresses, in most services', () => {
    expect(new Set(shown.map(({ question }) => question.kind))).toEqual(
      new Set([
        'paper-number',
        'address',
        ...shown.filter(({ question }) => question.shape).map(({ question: { kind } }) => kind),
      ]),
    );
    expect(new Set(shown.map(({ service }) => service.id)).size).toBeGreaterThanOrEqual(15);
    for (const { question } of shown)
      expect(question.shape !== undefined || ['paper-number', 'address'].includes(question.kind)).toBe(true);
  });

  test('say something a person can read, never «none» or «not remembered»', () => {
    for (const { question, answer } of shown) {
      expect(showAnswer(question, answer, 'vi', places)).toMatch(/[\p{L}\p{N}]/u);
      expect(typeof answer === 'object' && ('unknown' in answer || 'said' in answer)).toBe(false);
    }
  });
});
