import { describe, expect, it } from 'vitest';
import { type Burst, burstAfterKey, isComposedElsewhere, scannedIn } from '../../renderer/questions/hardware-burst.ts';
import { fieldText, fieldWith } from '../../renderer/questions/typed-field.ts';
import { fieldAfterScan } from '../../renderer/questions/use-typing.ts';

const empty = fieldWith('');

function typedAt(keys: string, gapMs: number, field = empty): Burst | undefined {
  return [...keys].reduce<Burst | undefined>(
    (burst, key, index) => burstAfterKey(burst, { key, atMs: 1000 + index * gapMs, field }),
    undefined,
  );
}

describe('a hand scanner in a field', () => {
  it('is known by its speed and the Enter right behind', () => {
    const burst = typedAt('8934563138164', 8);
    expect(scannedIn(burst, 1000 + 12 * 8 + 8)).toBe('8934563138164');
    expect(scannedIn(burst, 1000 + 12 * 8 + 200)).toBeUndefined();
  });

  it('a person who presses Enter is none, however long the text', () => {
    expect(scannedIn(typedAt('nguyeenx thij huowngf', 60), 1000 + 20 * 60 + 60)).toBeUndefined();
    expect(scannedIn(typedAt('1234', 8), 1000 + 4 * 8)).toBeUndefined();
  });

  it('begins after what a person had typed, which stays', () => {
    const burst = [...'8934563138164'].reduce<Burst | undefined>(
      (before, key, index) => burstAfterKey(before, { key, atMs: 5000 + index * 8, field: fieldWith('Số ') }),
      typedAt('Soos', 80),
    );
    expect(scannedIn(burst, 5000 + 13 * 8)).toBe('8934563138164');
    expect(fieldText(burst?.before ?? empty)).toBe('Số ');
  });

  it('what it typed goes in as it is, cleaned as pasted text is', () => {
    expect(fieldText(fieldAfterScan(fieldWith('Số '), 'HOAF-ASSET-2026', { kind: 'text' }))).toBe('Số HOAF-ASSET-2026');
    expect(fieldText(fieldAfterScan(empty, 'KH 12/34', { kind: 'digits' }))).toBe('1234');
  });

  it('of a whole citizen card only what the field asks for goes in', () => {
    const card = '001090000017||Nguyễn Văn An|01011990|Nam|Phường Ô Chợ Dừa, Hà Nội|01012022';
    expect(fieldText(fieldAfterScan(empty, card, { kind: 'digits', fromCard: 'number' }))).toBe('001090000017');
    expect(fieldText(fieldAfterScan(empty, card, { kind: 'name', fromCard: 'name' }))).toBe('Nguyễn Văn An');
    for (const kind of ['text', 'digits', 'email', 'long'] as const)
      expect(fieldText(fieldAfterScan(fieldWith('1'), card, { kind }))).toBe('1');
    expect(fieldText(fieldAfterScan(empty, '001090000017|cut off', { kind: 'text' }))).toBe('');
  });
});

describe("a system's own input method", () => {
  it('is known by the marked letter right behind a backspace nobody pressed', () => {
    expect(isComposedElsewhere('ệ', 2)).toBe(true);
    expect(isComposedElsewhere('đ', 0)).toBe(true);
  });

  it('a person who corrects a letter is none, nor is a key without marks', () => {
    expect(isComposedElsewhere('ệ', 180)).toBe(false);
    expect(isComposedElsewhere('e', 2)).toBe(false);
    expect(isComposedElsewhere('ê', Number.POSITIVE_INFINITY)).toBe(false);
  });
});
