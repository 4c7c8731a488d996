import { describe, expect, test } from 'vitest';
import type { Answers } from '../../shared/catalogue/service.ts';
import { feesOf } from '../../shared/form/fees.ts';
import { committeeName, receiverOf } from '../../shared/form/receiver.ts';
import { timingOf } from '../../shared/form/timing.ts';
import { aService, places, someFacts } from '../catalogue/world.ts';

const birth = aService('birth-registration');
const marital = aService('marital-status');
const extract = aService('civil-extract');
const facts = someFacts();
const confirmed = someFacts({ feeSupportConfirmed: true });
const example = (service: typeof birth, id: string): Answers =>
  service.examples.find((each) => each.id === id)?.answers ?? {};

describe('fees', () => {
  test('two copies cost twice the fee until the city confirms that online filings are free', () => {
    const answers = example(extract, 'own-birth-copy');
    expect(feesOf(extract, answers, facts)).toMatchObject({
      total: 16_000,
      text: { vi: '16.000 đồng; 0 đồng nếu được tính là nộp trực tuyến' },
    });
    expect(feesOf(extract, answers, confirmed)).toMatchObject({
      total: 0,
      text: { vi: '0 đồng' },
      reason: { vi: 'Hà Nội hỗ trợ hồ sơ nộp trực tuyến.' },
    });
  });
  test('before anything is answered, the service page tells the price of one copy', () => {
    expect(feesOf(extract, {}, facts)).toMatchObject({
      total: null,
      text: { vi: '8.000 đồng mỗi bản; 0 đồng nếu được tính là nộp trực tuyến' },
    });
  });
  test('what depends is shown with its reason, and a fee of the city is never invented', () => {
    const fees = feesOf(birth, {}, facts);
    expect(fees.total).toBeNull();
    expect(fees.text.vi).toBe('Từ 0 đồng');
    expect(fees.reason?.vi).toBe(
      'Đăng ký trong 60 ngày: 0 đồng; Đăng ký quá 60 ngày: theo quy định của thành phố; Bản sao: 8.000 đồng mỗi bản. Nếu được tính là nộp trực tuyến: 0 đồng.',
    );
    expect(feesOf(marital, {}, facts)).toMatchObject({
      total: null,
      text: { vi: 'theo quy định của thành phố; 0 đồng nếu được tính là nộp trực tuyến' },
    });
    expect(feesOf(birth, {}, confirmed)).toMatchObject({ total: 0, text: { vi: '0 đồng' } });
  });
  test('of amounts that shut each other out the lowest is told, never their sum', () => {
    const clinic = aService('health-facility-licence');
    expect(feesOf(clinic, {}, facts).text).toEqual({ vi: 'Từ 1.550.000 đồng', en: 'From 1,550,000 dong' });
    expect(feesOf(clinic, example(clinic, 'dental-clinic'), facts).total).toBe(2_150_000);
  });

  test('where the city pays a part only, the rest is to pay and the sentence names the part', () => {
    const bundle = aService('birth-3in1');
    const answers = { ...example(bundle, bundle.examples[0]?.id ?? ''), copies: 3 };
    const of = (facts: typeof confirmed) => {
      const { total, reason, lines } = feesOf(bundle, answers, facts);
      return { total, reason: reason?.vi, supported: lines.filter((line) => line.isSupported).map(({ id }) => id) };
    };
    expect(of(confirmed)).toEqual({
      total: 10_000,
      reason: 'Đã trừ phần Hà Nội hỗ trợ hồ sơ nộp trực tuyến: Bản sao.',
      supported: ['copy'],
    });
    expect(of(facts)).toEqual({ total: 34_000, reason: undefined, supported: [] });
    expect(
      feesOf(bundle, answers, facts)
        .lines.filter((line) => line.mayBeSupported)
        .map(({ id }) => id),
    ).toEqual(['copy']);
  });
  test('a birth in time costs nothing, a late one what the city sets', () => {
    const answers = { ...example(birth, 'father-in-time'), copies: 0 };
    const lines = (today: string) =>
      feesOf(birth, answers, someFacts({ today })).lines.map(({ id, amount }) => [id, amount]);
    expect(lines('2026-12-31')).toEqual([['in-time', 0]]);
    expect(lines('2027-01-01')).toEqual([['late', null]]);
  });
});

describe('the sixty days', () => {
  const note = (today: string, childBirth = '2026-11-01') =>
    timingOf(birth, { ...example(birth, 'father-in-time'), childBirth }, someFacts({ today }), { online: true })
      .deadlineNotes[0];

  test('end on the sixtieth day after the birth, with its weekday', () => {
    expect(note('2026-11-11')).toMatchObject({ late: false, daysLeft: 50, last: '2026-12-31' });
    expect(note('2026-11-11')?.text.vi).toBe('Còn trong hạn 60 ngày, đến hết thứ Năm, 31/12/2026.');
    expect(note('2026-12-31')).toMatchObject({ late: false, daysLeft: 0 });
    expect(note('2027-01-01')).toMatchObject({ late: true, daysLeft: -1 });
  });
  test('say nothing of a birth that has no date yet, or one in the future', () => {
    expect(timingOf(birth, {}, facts, { online: true }).deadlineNotes).toEqual([]);
    expect(note('2026-10-31')).toBeUndefined();
  });
});

describe('the day a result is due', () => {
  const due = (service: typeof birth, today: string, time: string) => {
    const timing = timingOf(service, {}, someFacts({ today, time }), { online: true });
    return [timing.dueIfReceivedNow, timing.cutOffPassed];
  };

  test('a copy is due the same day before 15:00 and the next working day from then on', () => {
    expect(due(extract, '2026-11-11', '14:59')).toEqual(['2026-11-11', false]);
    expect(due(extract, '2026-11-11', '15:00')).toEqual(['2026-11-12', true]);
    expect(due(extract, '2026-11-13', '15:00')).toEqual(['2026-11-16', true]);
  });
  test('what comes on a Saturday evening is received on Monday', () => {
    expect(due(extract, '2026-11-14', '19:42')).toEqual(['2026-11-16', false]);
    expect(due(marital, '2026-11-14', '19:42')).toEqual(['2026-11-19', false]);
  });
  test('a birth certificate is due the next working day, whether before or after 15:00', () => {
    expect(due(birth, '2026-11-11', '10:00')).toEqual(['2026-11-12', false]);
    expect(due(birth, '2026-11-11', '16:00')).toEqual(['2026-11-12', true]);
  });
  test('days off are jumped over', () => {
    expect(due(marital, '2026-12-31', '10:00')[0]).toBe('2027-01-06');
  });
});

describe('without a network', () => {
  const warning = (childBirth: string, time: string, online = false) =>
    timingOf(birth, { ...example(birth, 'father-in-time'), childBirth }, someFacts({ time }), { online })
      .mayPassBeforeNetwork?.vi;

  test('a deadline that is near is told first, else the cut-off ahead, else nothing', () => {
    expect(warning('2026-09-13', '10:00')).toContain('Hạn cuối là thứ Năm, 12/11/2026.');
    expect(warning('2026-11-01', '10:00')).toContain('15:00');
    expect(warning('2026-11-01', '16:00')).toBeUndefined();
    expect(warning('2026-09-13', '10:00', true)).toBeUndefined();
  });
});

describe('the receiver', () => {
  const kioskWard = '00175';

  test('is the ward of the residence, by its full name', () => {
    const receiver = receiverOf(marital, example(marital, 'widow-bank-loan'), facts, kioskWard);
    expect(receiver).toEqual({
      kind: 'ward',
      unit: '00229',
      name: { vi: 'Ủy ban nhân dân phường Kim Liên', en: "People's Committee of Kim Lien Ward" },
    });
  });
  test('is the ward of the kiosk with no address in Hanoi, and takes the second parent when the first lives elsewhere', () => {
    expect(receiverOf(birth, {}, facts, kioskWard).unit).toBe(kioskWard);
    const elsewhere = example(birth, 'agent-unmarried-other-province');
    expect(
      receiverOf(
        birth,
        { ...elsewhere, fatherRes: { country: 'VN', province: '01', unit: '00664', detail: 'x' } },
        facts,
        kioskWard,
      ).unit,
    ).toBe('00664');
  });
  test('of an office of the whole city is the ward of the kiosk, whatever address is given for the post', () => {
    const licence = aService('driver-licence');
    const answers = example(licence, 'car-ends-soon');
    const elsewhere = { ...answers, deliveryAddress: { country: 'VN', province: '01', unit: '00664', detail: 'x' } };
    expect(receiverOf(licence, elsewhere, facts, kioskWard)).toMatchObject({
      kind: 'city',
      unit: kioskWard,
      name: { vi: 'Phòng Cảnh sát giao thông, Công an thành phố Hà Nội' },
    });
  });
  test('has a name even when the code is not known', () => {
    expect(committeeName(places, 'nowhere')).toEqual({ vi: 'nơi giải quyết', en: 'the office in charge' });
  });
});
