import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { crc16 } from '../../shared/payment/crc16.ts';
import { longestMessage, plainMessage } from '../../shared/payment/plain-message.ts';
import { readVietQr, transferServices, type VietQr, writeVietQr } from '../../shared/payment/vietqr.ts';

interface Vector {
  readonly payload: string;
  readonly source: string;
  readonly crcValid: boolean;
  readonly parsed?: {
    readonly initiation: 'static' | 'dynamic';
    readonly bin: string;
    readonly account: string;
    readonly service: VietQr['service'];
    readonly amount: string | null;
    readonly additional: Readonly<Record<string, string>> | null;
    readonly tagOrder: readonly string[];
  };
}

const published = JSON.parse(readFileSync(join(import.meta.dirname, 'vietqr-vectors.json'), 'utf8')) as {
  vectors: readonly Vector[];
  crcCheck: { input: string; expected: string };
};
const labelNames: Readonly<Record<string, string>> = { '01': 'billNumber', '08': 'purpose' };
const valid = published.vectors.flatMap(({ payload, source, parsed }) => {
  if (!parsed) return [];
  const { initiation, bin, account, service, amount, additional } = parsed;
  const said = {
    initiation,
    bin,
    account,
    service,
    ...(amount === null ? {} : { amount: Number(amount) }),
    ...(additional === null
      ? {}
      : { additional: Object.fromEntries(Object.entries(additional).map(([tag, text]) => [labelNames[tag], text])) }),
  };
  return [{ payload, source, said, order: parsed.tagOrder.filter((tag) => tag !== '63') }];
});

describe('the published codes', () => {
  test('there are twelve of them, and one broken on purpose', () => {
    expect([valid.length, published.vectors.length - valid.length]).toEqual([12, 1]);
  });
  test.each(valid)('$payload is written from what it says ($source)', ({ payload, said, order }) => {
    expect(writeVietQr({ ...said, order })).toEqual({ ok: true, payload });
  });
  test.each(valid)('$payload is read as what it says ($source)', ({ payload, said, order }) => {
    expect(readVietQr(payload)).toEqual({ ok: true, value: { ...said, order } });
  });
  test('those in ascending order need no order told, and no word on whether they may be paid twice', () => {
    const ascending = valid.filter(({ order, said }) => {
      const isSorted = [...order].sort().join() === order.join();
      return isSorted && (said.initiation === 'dynamic') === (said.amount !== undefined);
    });
    expect(ascending.length).toBeGreaterThanOrEqual(10);
    for (const { payload, said } of ascending) {
      expect(writeVietQr({ ...said, initiation: undefined })).toEqual({ ok: true, payload });
    }
  });
  test('the broken one is refused for the length that cuts its message', () => {
    const broken = published.vectors.find(({ crcValid }) => !crcValid)?.payload ?? '';
    expect(readVietQr(broken)).toEqual({ ok: false, problems: [{ place: 'payload', code: 'tag' }] });
  });
  test('the checksum of nine digits is the published one', () => {
    expect(crc16(published.crcCheck.input)).toBe(published.crcCheck.expected);
  });
});

const signs = (from: string, most: number) =>
  fc.array(fc.constantFrom(...from), { minLength: 1, maxLength: most }).map((all) => all.join(''));
const printable = Array.from({ length: 95 }, (_, index) => String.fromCharCode(0x20 + index)).join('');
const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const label = signs(printable, 25);
const someCode: fc.Arbitrary<VietQr> = fc.record(
  {
    initiation: fc.constantFrom('static' as const, 'dynamic' as const),
    bin: fc.array(fc.constantFrom(...digits), { minLength: 6, maxLength: 6 }).map((all) => all.join('')),
    account: signs(digits + letters, 19),
    service: fc.constantFrom(...transferServices),
    amount: fc.integer({ min: 1, max: 9_999_999_999_999 }),
    category: fc.array(fc.constantFrom(...digits), { minLength: 4, maxLength: 4 }).map((all) => all.join('')),
    name: signs(printable, 25),
    city: signs(printable, 15),
    postalCode: signs(printable, 10),
    // Three full labels are 87 characters; more of them are tried with shorter texts below.
    additional: fc.oneof(
      fc.record({ billNumber: label, purpose: label, reference: label }, { requiredKeys: ['purpose'] }),
      fc.record({
        billNumber: signs(printable, 8),
        mobile: signs(digits, 8),
        store: signs(printable, 8),
        loyalty: signs(printable, 8),
        reference: signs(printable, 8),
        customer: signs(printable, 8),
        terminal: signs(printable, 8),
        purpose: signs(printable, 8),
      }),
    ),
  },
  { requiredKeys: ['initiation', 'bin', 'account', 'service'] },
);
const payloadOf = (what: VietQr) => {
  const written = writeVietQr(what);
  if (!written.ok) throw new Error(JSON.stringify(written.problems));
  return written.payload;
};
const problemsOf = (what: VietQr) => {
  const written = writeVietQr(what);
  return written.ok ? [] : written.problems.map(({ place, code }) => `${place} ${code}`);
};
const readProblems = (payload: string) => {
  const read = readVietQr(payload);
  return read.ok ? [] : read.problems.map(({ place, code }) => `${place} ${code}`);
};
/** With a checksum that fits, so that only what is meant is wrong. */
const signed = (text: string) => `${text}6304${crc16(`${text}6304`)}`;
const transfer: VietQr = { bin: '970436', account: '0123456789', service: 'QRIBFTTA' };

describe('whatever can be said', () => {
  test('is read back as it was said, in the order it was written in', () => {
    fc.assert(
      fc.property(someCode, (said) => {
        const read = readVietQr(payloadOf(said));
        expect(read).toMatchObject({ ok: true, value: said });
        expect(read.ok && payloadOf(read.value)).toBe(payloadOf(said));
      }),
    );
  });
  test('keeps its meaning in any order of its tags', () => {
    fc.assert(
      fc.property(someCode, fc.array(fc.integer({ min: 0, max: 99 })), (said, wished) => {
        const order = wished.map((tag) => String(tag).padStart(2, '0'));
        const payload = payloadOf({ ...said, order });
        expect(payload.slice(0, 6)).toBe('000201');
        expect(readVietQr(payload)).toMatchObject({ ok: true, value: said });
      }),
    );
  });
  test('is refused with any one sign of it changed', () => {
    fc.assert(
      fc.property(someCode, fc.nat(), fc.constantFrom(...printable), (said, where, sign) => {
        const payload = payloadOf(said);
        const at = where % payload.length;
        fc.pre(payload[at] !== sign);
        expect(readVietQr(payload.slice(0, at) + sign + payload.slice(at + 1)).ok).toBe(false);
      }),
    );
  });
  test('no text makes the reader throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), signs(digits, 80)), (text) => {
        expect(readVietQr(text).ok).toBe(false);
        expect(readVietQr(signed(text)).ok).toBe(false);
      }),
    );
  });
});

describe('what the standard does not let be said', () => {
  test('an amount is whole dong, more than nothing, of thirteen digits at most', () => {
    for (const amount of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 10_000_000_000_000])
      expect(problemsOf({ ...transfer, amount })).toEqual(['54 value']);
    expect(payloadOf({ ...transfer, amount: 9_999_999_999_999 })).toContain('54139999999999999');
  });
  test('an amount in a code is digits alone: no point, no nought before it', () => {
    const with54 = (value: string) =>
      signed(
        `00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454${String(value.length).padStart(2, '0')}${value}5802VN`,
      );
    expect(readProblems(with54('16000'))).toEqual([]);
    for (const value of ['0', '016000', '16000.00', '16,000', '-16000', '1e4'])
      expect(readProblems(with54(value))).toEqual(['54 value']);
  });
  test('a bank has six digits, an account nineteen letters and digits at most', () => {
    expect(problemsOf({ ...transfer, bin: '97043' })).toEqual(['38.01.00 characters']);
    expect(problemsOf({ ...transfer, bin: '9704361' })).toEqual(['38.01.00 too-long']);
    expect(problemsOf({ ...transfer, account: '' })).toEqual(['38.01.01 missing']);
    expect(problemsOf({ ...transfer, account: '01234567890123456789' })).toEqual(['38.01.01 too-long']);
    expect(problemsOf({ ...transfer, account: '0123 456' })).toEqual(['38.01.01 characters']);
    expect(problemsOf({ ...transfer, service: 'QRIBFTTX' as never })).toEqual(['38.02 value']);
  });
  test('a message has 25 characters at most, and is never cut', () => {
    const purpose = 'x'.repeat(25);
    expect(payloadOf({ ...transfer, additional: { purpose } })).toContain(`62290825${purpose}`);
    expect(problemsOf({ ...transfer, additional: { purpose: `${purpose}x` } })).toEqual(['62.08 too-long']);
    expect(problemsOf({ ...transfer, additional: { purpose: '' } })).toEqual(['62.08 missing']);
  });
  test('labels together fill one data object at most', () => {
    const full = 'x'.repeat(25);
    expect(problemsOf({ ...transfer, additional: { billNumber: full, reference: full, purpose: full } })).toEqual([]);
    const four = { billNumber: full, reference: full, purpose: full, store: full };
    expect(problemsOf({ ...transfer, additional: four })).toEqual(['62 too-long']);
    const fits = { billNumber: full, reference: full, purpose: full, store: 'x'.repeat(8) };
    expect(payloadOf({ ...transfer, additional: fits })).toContain('6299');
    expect(problemsOf({ ...transfer, additional: { ...fits, store: 'x'.repeat(9) } })).toEqual(['62 too-long']);
  });
  test('letters with tones are refused: their length would be one thing in characters and another in bytes', () => {
    expect(problemsOf({ ...transfer, additional: { purpose: 'Lệ phí' } })).toEqual(['62.08 characters']);
    expect(problemsOf({ ...transfer, name: 'Phường Ô Chợ Dừa' })).toEqual(['59 characters']);
    expect(readProblems(signed('000201…'))).toEqual(['payload characters']);
  });
  test('a code of another payment network, currency or country is not read as this one', () => {
    const payload = payloadOf(transfer).slice(0, -8);
    expect(readProblems(signed(payload.replace('A000000727', 'A000000775')))).toEqual(['38.00 value']);
    expect(readProblems(signed(payload.replace('5303704', '5303840')))).toEqual(['53 value']);
    expect(readProblems(signed(payload.replace('5802VN', '5802LA')))).toEqual(['58 value']);
    expect(readProblems(signed(payload.replace('010211', '010213')))).toEqual(['01 value']);
    expect(readProblems(signed(payload.replace('010211', '')))).toEqual([]);
    expect(readProblems(signed(payload.replace('QRIBFTTA', 'QRIBFTTX')))).toEqual(['38.02 value']);
    expect(readProblems(signed(payload.replace('5303704', '')))).toEqual(['53 missing']);
  });
  test('tags twice, the checksum before the end, a format that is not first, a wrong checksum', () => {
    const payload = payloadOf(transfer);
    expect(readProblems(signed(`${payload.slice(0, -8)}5802VN`))).toEqual(['58 twice']);
    expect(readProblems(`${payload}5802VN`)).toContain('63 order');
    expect(readProblems(signed(payload.slice(6, -8)))).toContain('00 order');
    expect(readProblems(`${payload.slice(0, -4)}${payload.endsWith('0000') ? '0001' : '0000'}`)).toEqual([
      '63 checksum',
    ]);
    expect(readProblems(payload.slice(0, -8))).toEqual(['63 missing']);
    expect(readProblems(payload.slice(0, -1))).toEqual(['payload cut-off']);
    expect(readProblems('')).toEqual(['payload missing']);
  });
  test('nothing is longer than 512 characters', () => {
    const padding = Array.from({ length: 5 }, (_, index) => `${80 + index}99${'x'.repeat(99)}`).join('');
    expect(readProblems(signed(payloadOf(transfer).slice(0, -8) + padding))).toEqual(['payload too-long']);
    // What this profile does not know is passed over.
    expect(readProblems(signed(`${payloadOf(transfer).slice(0, -8)}8005hello`))).toEqual([]);
  });
});

describe('a message in plain letters', () => {
  test('loses tones and diacritics, keeps every word, composed or decomposed', () => {
    for (const form of ['NFC', 'NFD'] as const)
      expect(plainMessage('Lệ phí hồ sơ Đặng Thị Ước – 16.000 đ'.normalize(form))).toBe(
        'Le phi ho so Dang Thi Uoc 16.000 d',
      );
  });
  test('is one a code takes, whatever it was made of, when it is short enough', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const purpose = plainMessage(text);
        fc.pre(purpose !== '' && purpose.length <= longestMessage);
        expect(readVietQr(payloadOf({ ...transfer, additional: { purpose } }))).toMatchObject({
          value: { additional: { purpose } },
        });
      }),
    );
  });
});
