import { describe, expect, test } from 'vitest';
import { correctionDraft, markOf } from '../../renderer/session/correction-draft.ts';
import { dossierOfDraft, identityGiven } from '../../renderer/session/dossier-of-draft.ts';
import { Draft, type Revises, withAnswers } from '../../renderer/session/draft.ts';
import { draftUnderCatalogue } from '../../renderer/session/draft-under-catalogue.ts';
import { basisOf, factsOfRevision } from '../../renderer/session/revision-basis.ts';
import { placeAfter, placeBefore } from '../../renderer/session/screen-path.ts';
import { startOfVisit, visitAfter } from '../../renderer/session/visit.ts';
import type { Service } from '../../shared/catalogue/service.ts';
import type { MarkedAnswers } from '../../shared/dossier/marked-answers.ts';
import { correctionService } from '../../shared/form/correction.ts';
import type { Mark } from '../../shared/portal-contract/correction.ts';
import { aService, someFacts } from '../catalogue/world.ts';

const copies = aService('civil-extract');
const today = someFacts();
const phone: Mark = { kind: 'question', id: 'reqPhone', note: 'Số không gọi được' };
const proof: Mark = { kind: 'paper', id: 'residence-proof', note: 'Cần ảnh' };

function aCorrection(...marks: Mark[]) {
  return aCorrectionOf(copies, marks);
}

function aCorrectionOf(service: Service, marks: readonly Mark[]) {
  const example = service.examples[0] as (typeof service.examples)[number];
  const ids = (kind: Mark['kind']) => marks.filter((mark) => mark.kind === kind).map(({ id }) => id);
  const marked: MarkedAnswers = {
    format: 1,
    filing: 'a'.repeat(64),
    round: 2,
    service: { id: service.id, version: service.version, code: service.code },
    filedOn: '2026-10-01',
    receiver: { kind: 'ward', unit: '00190' },
    questions: ids('question'),
    papers: ids('paper'),
    answers: Object.fromEntries(Object.entries(example.answers).filter(([id]) => ids('question').includes(id))),
    asked: Object.keys(example.answers),
    given: [],
  };
  const asked = { round: 2, at: '2026-11-11T03:00:00Z', until: '2026-11-18', marks: [...marks] };
  const draft = correctionDraft(marked, asked, {
    service,
    facts: today,
    language: 'vi',
    nonce: '0'.repeat(32),
    how: 'slip-shown',
    helper: null,
  });
  const revises = draft.revises as Revises;
  return { draft, service: correctionService(service, basisOf(revises)), facts: factsOfRevision(revises, today) };
}

describe('a correction', () => {
  test('begins at what is marked, without conditions, consent or card, and survives a crashed page', () => {
    const { draft } = aCorrection(phone, proof);
    expect(draft.place).toEqual({ at: 'question', step: 'requester-contact', backToReview: false });
    expect(Draft.parse(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
    expect(aCorrection(proof).draft.place).toEqual({ at: 'papers', paper: null, backToReview: false });
    expect(markOf(draft, 'question', 'reqPhone')?.note).toBe(phone.note);
    expect(markOf(draft, 'question', 'reqEmail')).toBeUndefined();
  });

  test('leads from what is marked to the review, and back out of itself', () => {
    const { draft, service: narrow, facts } = aCorrection(phone, proof);
    expect(placeAfter(draft, narrow, facts)).toEqual({ at: 'papers', paper: null, backToReview: false });
    expect(placeBefore(draft, narrow, facts)).toBe('left');
    const alone = aCorrection(phone);
    expect(placeAfter(alone.draft, alone.service, alone.facts)).toEqual({ at: 'review' });
    const open = { ...startOfVisit, screen: { name: 'draft' } as const, draft };
    const left = visitAfter(open, { type: 'correction-left' });
    expect([left.draft, left.screen]).toEqual([null, { name: 'follow' }]);
  });

  test('becomes a dossier that names what it revises and holds what was corrected, and nothing else', () => {
    const { draft, service: narrow, facts } = aCorrection(phone);
    const dossier = dossierOfDraft(withAnswers(draft, { reqPhone: '0900000089' }), narrow, {
      facts,
      checkCode: 'ABC123',
      pledgedAt: '2026-11-11T03:00:00Z',
      kioskWard: '00175',
      clockDoubtful: false,
      say: (text) => text.vi,
    });
    expect(dossier.revises).toEqual({ filing: 'a'.repeat(64), round: 2 });
    expect(dossier.answers).toEqual({ reqPhone: '0900000089' });
    expect(dossier.receiver).toEqual({ kind: 'ward', unit: '00190' });
    expect(dossier.identity).toEqual({ how: 'slip-shown', helped: false });
    expect(dossier.service).toEqual({ id: copies.id, version: copies.version, code: copies.code });
  });

  test('of whether a name is given asks that again, and says who corrects all the same', () => {
    const { draft, service: narrow } = aCorrectionOf(aService('feedback'), [
      { kind: 'question', id: 'sender', note: 'Cần nêu tên' },
    ]);
    expect(draft.place).toMatchObject({ at: 'question', step: narrow.sections[0]?.steps[0]?.id });
    for (const sender of ['khong-neu', 'neu-ten'])
      expect(identityGiven(withAnswers(draft, { sender }), narrow).how).toBe('slip-shown');
  });

  test('is made under the very version the dossier was filed with, or not at all', () => {
    const { draft } = aCorrection(phone);
    expect(draftUnderCatalogue(draft, [copies])).toBe(draft);
    expect(draftUnderCatalogue(draft, [{ ...copies, version: '2031.1' }])).toBeUndefined();
  });

  test('keeps to the rules of the day the dossier was filed', () => {
    expect(aCorrection(phone).facts.today).toBe('2026-10-01');
  });
});
