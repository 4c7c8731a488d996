export type HealthCardReading =
  | {
      readonly ok: true;
      /** `full`: 15 characters of older cards; `short`: the 10-digit social-insurance number cards print since 2021. */
      readonly kind: 'full' | 'short';
      /** As it is stored: capitals, no spaces. */
      readonly number: string;
      readonly insuranceNumber: string;
      /** Participant group of a full number: TE child under six, HS pupil; the meaning of the others is unverified. */
      readonly group?: string;
      /** Benefit level, 1 to 5. */
      readonly level?: number;
    }
  | {
      readonly ok: false;
      readonly reason: 'wrong-length' | 'not-digits' | 'bad-group' | 'bad-level';
      readonly length: number;
    };

/** Reads a health-insurance number (1351/QĐ-BHXH, 1666/QĐ-BHXH). There is no check digit. */
export function readHealthCard(text: string): HealthCardReading {
  const number = text
    .normalize('NFKC')
    .replace(/[\s.\-\u200b\ufeff]/g, '')
    .toUpperCase();
  const refuse = (reason: 'wrong-length' | 'not-digits' | 'bad-group' | 'bad-level'): HealthCardReading => ({
    ok: false,
    reason,
    length: [...number].length,
  });
  if (number.length === 10) {
    return /^\d{10}$/.test(number)
      ? { ok: true, kind: 'short', number, insuranceNumber: number }
      : refuse('not-digits');
  }
  if (number.length !== 15) return refuse('wrong-length');
  if (!/^[A-Z]{2}/.test(number)) return refuse('bad-group');
  if (!/^\d{13}$/.test(number.slice(2))) return refuse('not-digits');
  if (!/^[1-5]/.test(number.slice(2))) return refuse('bad-level');
  return {
    ok: true,
    kind: 'full',
    number,
    insuranceNumber: number.slice(5),
    group: number.slice(0, 2),
    level: Number(number[2]),
  };
}
