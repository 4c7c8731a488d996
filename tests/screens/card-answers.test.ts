import { describe, expect, it } from 'vitest';
import extract from '../../assets/catalogue/civil-extract.json' with { type: 'json' };
import { knownPlaces } from '../../renderer/desk/known-places.ts';
import { addressFromCard, answersFromCard, answersWithoutNumber } from '../../renderer/screens/card-answers.ts';
import { shortName } from '../../renderer/screens/short-name.ts';
import { newDraft } from '../../renderer/session/draft.ts';
import { placeAfter } from '../../renderer/session/screen-path.ts';
import { readService } from '../../shared/catalogue/read-catalogue.ts';
import { readCardQr } from '../../shared/identity/card-qr.ts';
import { findUnit } from '../../shared/places/place-index.ts';
import { aService, someFacts } from '../catalogue/world.ts';

const places = knownPlaces();
const reading = readService(extract);
if (!reading.ok) throw new Error('the catalogue file must read');
const { service } = reading;

const card = (fields: { name?: string; address?: string; issued?: string }) => {
  const { name = 'Nguyễn Văn An', address = 'Số 1, Trung Tự, Đống Đa, Hà Nội', issued = '20052021' } = fields;
  const read = readCardQr(`001090000017||${name}|15031990|Nam|${address}|${issued}`);
  if (!read.ok) throw new Error('the card must read');
  return answersFromCard(read, service, places);
};

describe('answers from the citizen card', () => {
  it('number, name, birth date, sex and issue date fill their questions', () => {
    expect(card({})).toMatchObject({
      reqId: '001090000017',
      reqName: 'Nguyễn Văn An',
      reqBirth: '1990-03-15',
      reqSex: 'male',
      reqIdDate: '2021-05-20',
    });
  });

  it.each([
    ['09102018', 'cccd', 'Cục Cảnh sát đăng ký quản lý cư trú và dữ liệu quốc gia về dân cư'],
    ['10102018', 'cccd', 'Cục Cảnh sát quản lý hành chính về trật tự xã hội'],
    ['30062024', 'cccd', 'Cục Cảnh sát quản lý hành chính về trật tự xã hội'],
    ['01072024', 'can-cuoc', 'Bộ Công an'],
  ])('of the day %s: what the card is and who issued it', (issued, kind, issuer) => {
    expect(card({ issued })).toMatchObject({ reqIdKind: kind, reqIdPlace: issuer });
  });

  it('a card without its day says neither', () => {
    const answers = card({ issued: '' });
    for (const id of ['reqIdKind', 'reqIdPlace', 'reqIdDate', 'reqResKind']) expect(answers).not.toHaveProperty(id);
  });

  it('only the card of before July 2024 tells the registered home, and only with an address that can be read', () => {
    expect(card({})).toHaveProperty('reqResKind', 'thuong-tru');
    expect(card({ issued: '01072024' })).not.toHaveProperty('reqResKind');
    expect(card({ address: '' })).not.toHaveProperty('reqResKind');
  });

  it('a name that lost its marks is left to ask', () => {
    expect(card({ name: 'NGUYEN VAN AN' })).not.toHaveProperty('reqName');
  });

  it('an address of today names its ward and keeps the house', () => {
    const answer = addressFromCard('Số 12 ngõ 34, Phường Yên Hòa, Hà Nội', places);
    expect(answer).toMatchObject({ country: 'VN', province: '01', detail: 'Số 12 ngõ 34' });
    expect(findUnit(places, (answer as { unit: string }).unit)?.fullName).toBe('Phường Yên Hòa');
  });

  it('a former ward that went whole into one of today keeps the name it was told by', () => {
    expect(addressFromCard('Tổ 5, Khâm Thiên, Đống Đa, Hà Nội', places)).toMatchObject({
      detail: 'Tổ 5',
      former: 'Phường Khâm Thiên, Quận Đống Đa',
    });
  });

  it.each([
    ['a former ward that was split', 'Số 1, Thịnh Quang, Đống Đa, Hà Nội'],
    ['a ward that is nowhere', 'Số 1, Phường Không Có, Quận Nào Đó, Hà Nội'],
    ['another province', 'Số 1, Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh'],
    ['no ward at all', 'Hà Nội'],
    ['a house without a name', 'Yên Hòa, Hà Nội'],
  ])('%s is left to ask', (_what, text) => {
    expect(addressFromCard(text, places)).toBeUndefined();
  });

  it('a card is recognised by initials and the last name', () => {
    expect(shortName('NGUYỄN THỊ HƯỜNG')).toBe('N. T. Hường');
    expect(shortName('An')).toBe('An');
  });
});

describe('after the card', () => {
  const birth = aService('birth-registration');
  const placeWith = (answers: Record<string, never> | ReturnType<typeof answersFromCard>, fromCard: string[]) =>
    placeAfter(
      { ...newDraft(birth, { language: 'vi', nonce: '0'.repeat(32) }), place: { at: 'identity' }, answers, fromCard },
      birth,
      someFacts(),
    );

  it('what the card said is not asked again; with one thing missing the whole group is', () => {
    const said = answersFromCard(reads(), birth, places);
    expect(placeWith(said, Object.keys(said))).toMatchObject({ at: 'question', step: 'requester-residence' });
    const { reqName: _lost, ...rest } = said;
    expect(placeWith(rest, Object.keys(rest))).toMatchObject({ at: 'question', step: 'requester-identity' });
    expect(placeWith({}, [])).toMatchObject({ at: 'question', step: 'requester-identity' });
  });

  it('who has no citizen number goes on with another paper', () => {
    expect(answersWithoutNumber(birth)).toEqual({ reqId: { unknown: 'forgotten' } });
  });

  function reads() {
    const read = readCardQr('001090000017||Nguyễn Văn An|15031990|Nam|Số 1, Trung Tự, Đống Đa, Hà Nội|20052021');
    if (!read.ok) throw new Error('the card must read');
    return read;
  }
});
