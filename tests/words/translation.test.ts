import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { everyService } from '../../build/every-service.ts';
import { languagesIn } from '../../build/language-letters.ts';
import { readTranslation, type Translation, translated } from '../../renderer/words/translation.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import type { Text } from '../../shared/catalogue/text.ts';
import { feesOf } from '../../shared/form/fees.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { timingOf } from '../../shared/form/timing.ts';
import { someFacts } from '../catalogue/world.ts';

const root = resolve(import.meta.dirname, '../..');
const wordsFolder = join(root, 'assets/words');
const read = (language: string, file: string) =>
  JSON.parse(readFileSync(join(wordsFolder, language, file), 'utf8')) as Record<string, string>;
const translations = languagesIn(wordsFolder).filter((each) => read(each, 'language.json').texts === 'translation');
const services = everyService();

describe.each(translations)('the guides and the rules in «%s»', (language) => {
  const translation = readTranslation(read(language, 'services.json'), read(language, 'rules.json'));
  const guides = guidesOf(language);
  const guided = services.filter(({ id }) => guides.includes(id));

  test('the services it guides through are in the catalogue', () => {
    expect(guided.map(({ id }) => id).sort()).toEqual([...guides].sort());
    expect(guides.length).toBeGreaterThanOrEqual(3);
  });

  test('every text a resident meets in the services it guides through is there', () => {
    const texts = guided.flatMap((service) => textsOf(service)).map((vi) => vi.replaceAll('{last}', '11/11/2026'));
    expect(lacking(texts, translation, language)).toEqual([]);
  });

  test('nothing is translated that no service says any more', () => {
    const said = new Set(
      services.flatMap((service) => textsOf(service)).map((vi) => vi.replaceAll('{last}', '{{date}}')),
    );
    expect(Object.keys(read(language, 'services.json')).filter((vi) => !said.has(vi))).toEqual([]);
  });

  test('every sentence written in the rules is there', () => {
    const known = new Set(Object.keys(read(language, 'rules.json')).map(bare));
    expect(sentencesOfRules().filter((vi) => !known.has(bare(vi)))).toEqual([]);
  });

  test('what the rules make of real answers can be said', () => {
    const texts = guided.flatMap((service) =>
      service.examples.flatMap((example) => {
        const facts = someFacts({ today: example.today });
        const timing = timingOf(service, example.answers, facts, { online: false });
        const fees = [feesOf(service, {}, facts), feesOf(service, example.answers, facts)];
        const found: (Text | undefined)[] = [
          ...preCheck(service, example.answers, example.papers, facts).map(({ text }) => text),
          ...preCheck(service, {}, {}, facts).map(({ text }) => text),
          ...fees.flatMap((fee) => [fee.text, fee.reason]),
          ...timing.deadlineNotes.map(({ text }) => text),
          timing.mayPassBeforeNetwork,
        ];
        return found.flatMap((text) => (text === undefined ? [] : [text.vi]));
      }),
    );
    expect(texts.length).toBeGreaterThan(100);
    expect(lacking(texts, translation, language)).toEqual([]);
  });
});

test('a list of fees is told fee by fee', () => {
  const translation = readTranslation(read('ko', 'services.json'), read('ko', 'rules.json'));
  const birth = services.find(({ id }) => id === 'birth-registration') as Service;
  const { text, reason } = feesOf(birth, {}, someFacts());
  const told = [text, reason].map((each) => translated(each?.vi ?? '', translation, 'ko')?.replace(/\s/g, ' '));
  expect(told).toEqual([
    '0 베트남 동부터',
    '60일 안에 신고: 0 베트남 동; 60일이 지나서 신고: 시의 규정에 따름; 사본: 한 부에 8,000 베트남 동. 온라인 제출로 인정되면 0 베트남 동입니다.',
  ]);
});

describe('a text is found by its Vietnamese', () => {
  const translation = readTranslation(
    { 'Tên của mẹ': 'Mother’s name', 'Chưa có «{{label}}».': '{{label}} is lacking.' },
    {
      'Từ {{date}} đến {{last}}.': '{{date}} – {{last}}',
      'Lệ phí {{amount}}': 'Fee {{amount}}',
      'Phường {{name}}': '{{name}} ward',
    },
  );
  test.each([
    ['Tên của mẹ', 'Mother’s name'],
    ['Chưa có «Tên của mẹ».', 'Mother’s name is lacking.'],
    ['Từ 11/11/2026 đến Chủ nhật, 15/11/2026.', '11. 11. 2026. – Sonntag, 15. November 2026'],
    ['Lệ phí 8.000 đồng', 'Fee 8.000 Vietnamesische Dong'],
    ['Phường Trung Tự', 'Trung Tự ward'],
    // Changed since, or with a part nobody translated: better Vietnamese than half of it.
    ['Tên của mẹ.', undefined],
    ['Chưa có «Tên của cha».', undefined],
  ])('%s', (vi, expected) => {
    expect(translated(vi, translation, 'de')?.replace('11.11.2026', '11. 11. 2026.')).toBe(expected);
  });

  test('the check of the guides finds a text that is lacking', () => {
    expect(lacking(['Tên của mẹ', 'Tên của cha'], translation, 'de')).toEqual(['Tên của cha']);
  });
});

function guidesOf(language: string): readonly string[] {
  const { guides } = JSON.parse(readFileSync(join(wordsFolder, language, 'language.json'), 'utf8')) as {
    guides: string[];
  };
  return guides;
}

function lacking(texts: readonly string[], translation: Translation, language: string): string[] {
  return [...new Set(texts)].filter((vi) => translated(vi, translation, language) === undefined);
}

/** Examples are for tests; nobody reads them at the screen. */
function textsOf(service: Service): string[] {
  const { examples: _examples, ...shown } = service;
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('vi' in value && typeof value.vi === 'string') texts.push(value.vi);
    else Object.values(value).forEach(walk);
  };
  walk(shown);
  return texts;
}

/** Proper names stay as they are in every language. */
const names = ['Thành phố Hà Nội'];

/** Strings of `shared/form` with a Vietnamese letter and a blank, their values left out. */
function sentencesOfRules(): string[] {
  const folder = join(root, 'shared/form');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const sentences = files.flatMap((file) => {
    const code = readFileSync(join(folder, file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, '');
    return [...code.matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g)].map(
      ([, plain, template]) => plain ?? template ?? '',
    );
  });
  const vietnamese = /[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i;
  return [...new Set(sentences.filter((text) => vietnamese.test(text) && text.includes(' ') && !names.includes(text)))];
}

function bare(text: string): string {
  return text
    .replace(/\$\{[^}]*\}+/g, '{{}}')
    .replace(/\{\{\w*\}\}/g, '{{}}')
    .replace(/(\{\{\}\})+/g, '{{}}');
}
