import { describe, expect, it } from 'vitest';
import {
  fieldAfterKey,
  fieldAfterPaste,
  fieldAfterWord,
  fieldCaret,
  fieldText,
  fieldWith,
  isCapitalNext,
  type TypingKind,
} from '../../renderer/questions/typed-field.ts';

const typed = (
  keys: readonly string[],
  kind: TypingKind,
  method: 'telex' | 'direct' = 'telex',
  start = fieldWith(''),
) => fieldText(keys.reduce((field, key) => fieldAfterKey(field, key, { kind, method }), start));

describe('a field while it is written', () => {
  it('a name begins each word with a capital by itself, in Telex too', () => {
    expect(typed([...'nguyeenx thij huwowngf'], 'name')).toBe('Nguyễn Thị Hường');
    expect(typed([...'dduwcs'], 'name')).toBe('Đức');
  });

  it('the keyboard is told when the next letter will be a capital', () => {
    expect(isCapitalNext(fieldWith(''))).toBe(true);
    expect(isCapitalNext(fieldWith('Lan '))).toBe(true);
    expect(isCapitalNext(fieldWith('Lan'))).toBe(false);
  });

  it('tone keys of the screen act on the current word', () => {
    expect(typed([...'hương', '<HUYEN>'], 'name', 'direct')).toBe('Hường');
  });

  it('digits take digits only, papers become capitals, an address of mail has no blanks', () => {
    expect(typed([...'0o9 1-2'], 'digits')).toBe('0912');
    expect(typed([...'gcs-45/2020'], 'document')).toBe('GCS-45/2020');
    expect(typed([...'an nguyen@x.vn'], 'email')).toBe('annguyen@x.vn');
  });

  it('keys go in where the caret was put', () => {
    expect(typed(['<BS>', 'B'], 'text', 'direct', fieldWith('AXC', 2))).toBe('ABC');
  });

  it('Delete takes the letter behind the caret, with its marks', () => {
    expect(typed(['<DEL>'], 'text', 'direct', fieldWith('AXC', 1))).toBe('AC');
    expect(typed(['<DEL>', '<DEL>'], 'name', 'telex', fieldWith('Hòa', 1))).toBe('H');
    expect(typed(['<DEL>'], 'digits', 'direct', fieldWith('12'))).toBe('12');
  });

  it('a suggested word takes the place of the one being typed and leaves the caret behind a blank', () => {
    const begun = [...'nguy'].reduce(
      (field, key) => fieldAfterKey(field, key, { kind: 'name', method: 'telex' }),
      fieldWith(''),
    );
    const chosen = fieldAfterWord(begun, 'Nguyễn');
    expect([fieldText(chosen), fieldCaret(chosen)]).toEqual(['Nguyễn ', 7]);
    expect(typed([...'thij'], 'name', 'telex', chosen)).toBe('Nguyễn Thị');
    const inside = fieldAfterWord(fieldWith('Nguyn Thị Lan', 4), 'Nguyễn');
    expect([fieldText(inside), fieldCaret(inside)]).toEqual(['Nguyễn Thị Lan', 7]);
  });

  it('⌫ and «Xóa hết» empty it and nothing breaks on empty', () => {
    expect(typed(['<BS>', '<CLEAR>', '<BS>'], 'name')).toBe('');
    expect(typed(['<CLEAR>'], 'long', 'telex', fieldWith('một trang'))).toBe('');
  });

  it('pasted control characters go, decomposed letters are composed, ten thousand characters stay', () => {
    const decomposed = 'Nguyễn\u0000 Thị\u200b Hường'.normalize('NFD');
    expect(fieldText(fieldAfterPaste(fieldWith(''), decomposed, 'name'))).toBe('Nguyễn Thị Hường');
    const long = 'a'.repeat(10_000);
    expect(fieldText(fieldAfterPaste(fieldWith(''), long, 'text'))).toHaveLength(10_000);
  });

  it('a key after ten thousand letters is as quick as any, and ⌫ takes one letter', () => {
    const field = fieldAfterPaste(fieldWith(''), 'a'.repeat(10_000), 'name');
    const started = performance.now();
    expect(typed(['b', 'c', '<BS>'], 'name', 'telex', field)).toHaveLength(10_001);
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('a pasted book is kept to what no form could take anyway', () => {
    const field = fieldAfterPaste(fieldWith(''), 'b'.repeat(100_000), 'long');
    expect(fieldText(field)).toHaveLength(20_000);
    expect(typed(['c'], 'long', 'direct', field)).toHaveLength(20_000);
  });
});
