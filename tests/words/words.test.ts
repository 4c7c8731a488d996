import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { languagesIn } from '../../build/language-letters.ts';
import { vietnamese as typed } from '../../renderer/words/vietnamese.ts';
import { readWordsFolder, unusedKeys, type WordsFolder, wrongWords } from './check-words.ts';

const root = resolve(import.meta.dirname, '../..');
const wordsFolder = join(root, 'assets/words');
const folders = languagesIn(wordsFolder).map((language) => readWordsFolder(wordsFolder, language));
const source = listSources(join(root, 'renderer'))
  .filter((file) => !file.includes('/gallery/'))
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n');
const vietnamese = folderOf('vi');

describe('the words of the screens', () => {
  test('stand in a folder for each language, Vietnamese and English among them', () => {
    expect(folders.map(({ language }) => language)).toEqual(expect.arrayContaining(['vi', 'en']));
    expect(Object.keys(typed).sort()).toEqual(
      [...new Set([...vietnamese.texts.keys()].map((key) => key.slice(0, key.indexOf('.'))))].sort(),
    );
  });

  test.each(folders.map((folder) => [folder.language, folder] as const))(
    '%s: every key, every placeholder, nothing that is never said',
    (_, folder) => {
      expect(wrongWords(folder, vietnamese)).toEqual([]);
    },
  );

  test('call nothing by its colour or its side, in no language', () => {
    const found = folders.flatMap((folder) => wrongWords(folder, vietnamese));
    expect(found.filter((line) => line.includes('called by its look'))).toEqual([]);
  });

  test('a further language is its folder alone: no code names it', () => {
    const code = ['renderer', 'shared', 'electron', 'build']
      .flatMap((part) => listSources(join(root, part)))
      .map((file) => [file, readFileSync(file, 'utf8')] as const);
    const named = folders
      .filter(({ facts }) => facts.texts === 'translation')
      .flatMap(({ language, facts }) =>
        code.filter(([, text]) => new RegExp(`['"]${language}['"]|${facts.name}`).test(text)).map(([file]) => file),
      );
    expect(named).toEqual([]);
  });

  test('are all used: what no screen says is deleted', () => {
    expect(unusedKeys(vietnamese, source)).toEqual([]);
  });
});

/** Each fault planted in a copy of the English: the check must find it, and only it. */
describe('the check finds', () => {
  const english = folderOf('en');
  const but = (changes: Record<string, string | undefined>): WordsFolder => ({
    ...english,
    texts: new Map(
      [...new Map<string, string | undefined>([...english.texts, ...Object.entries(changes)])].filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
  });
  test.each([
    ['a missing key', but({ 'visit.home.title': undefined }), 'en visit.home.title: missing'],
    ['a key too many', but({ 'visit.home.tilte': 'x' }), 'en visit.home.tilte: Vietnamese has no such key'],
    [
      'a plural form the language needs',
      but({ 'visit.question.daysAgo_one': undefined }),
      'en visit.question.daysAgo_one: missing',
    ],
    [
      'another placeholder',
      but({ 'frame.help.phone': 'Duty phone: {{telephone}}' }),
      'en frame.help.phone: placeholders telephone instead of phone',
    ],
    ['an empty text', but({ 'visit.home.title': '' }), 'en visit.home.title: empty'],
    [
      'a promise too many',
      but({ 'visit.home.title': 'Successfully filed' }),
      'en visit.home.title: says what is never said: Successfully filed',
    ],
    [
      'a button called by its colour',
      but({ 'visit.home.title': 'Touch the green button' }),
      'en visit.home.title: called by its look: Touch the green button',
    ],
    [
      'letters taken apart',
      but({ 'visit.home.title': 'Điểm'.normalize('NFD') }),
      'en visit.home.title: not composed (NFC): a capital loses its tilde',
    ],
  ])('%s', (_, folder, line) => {
    expect(wrongWords(folder, vietnamese)).toEqual([line]);
  });

  test('a key that no screen says', () => {
    const more: WordsFolder = { ...vietnamese, texts: new Map([...vietnamese.texts, ['visit.home.nobodySays', 'x']]) };
    expect(unusedKeys(more, source)).toEqual(['visit.home.nobodySays']);
  });

  test('a translated file that nobody answers for, and one changed since it was checked', () => {
    const checked = { by: 'somebody', on: '2026-11-22', of: 'another' };
    const facts = { ...english.facts, texts: 'translation', checked: { ...nobody(english), visit: checked } } as const;
    const withoutStaff = { ...nobody(english) };
    delete withoutStaff.staff;
    expect(wrongWords({ ...english, facts }, vietnamese)).toEqual(['en visit.json: changed since somebody checked it']);
    expect(wrongWords({ ...english, facts: { ...facts, checked: withoutStaff } }, vietnamese)).toEqual([
      'en language.json: does not say who checked staff.json',
    ]);
  });
});

function nobody(folder: WordsFolder): Record<string, null> {
  return Object.fromEntries(Object.keys(folder.hashes).map((file) => [file, null]));
}

function folderOf(language: string): WordsFolder {
  const found = folders.find((folder) => folder.language === language);
  if (!found) throw new Error(`no words in ${language}`);
  return found;
}

function listSources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}
