import { expect, test } from 'vitest';
import { knownPlaces } from '../../renderer/desk/known-places.ts';
import { suggestedCommittees } from '../../renderer/questions/issuer-question.tsx';

const places = knownPlaces();

test('a ward that registered something is offered with its whole wording, by its name of today or of before', () => {
  expect(suggestedCommittees(places, 'yen hoa')).toContain('Ủy ban nhân dân phường Yên Hòa');
  expect(suggestedCommittees(places, 'dai kim')[0]).toMatch(/^Ủy ban nhân dân phường Đại Kim, quận Hoàng Mai$/);
  expect(suggestedCommittees(places, 'UBND phường Yên Hòa')).toContain('Ủy ban nhân dân phường Yên Hòa');
});

test('what all of them share offers nothing, and what is already written is not offered again', () => {
  for (const typed of ['', 'ye', 'Ủy ban nhân dân']) expect(suggestedCommittees(places, typed)).toEqual([]);
  expect(suggestedCommittees(places, 'Ủy ban nhân dân phường Yên Hòa')).not.toContain('Ủy ban nhân dân phường Yên Hòa');
});
