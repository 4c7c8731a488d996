import { describe, expect, test } from 'vitest';
import type { Desk } from '../../renderer/session/desk.ts';
import { dossierOfDraft, identityGiven } from '../../renderer/session/dossier-of-draft.ts';
import { type Draft, newDraft, withAnswers } from '../../renderer/session/draft.ts';
import { idleAt, idleLimitSeconds, warningSeconds } from '../../renderer/session/idle.ts';
import { practiceDesk } from '../../renderer/session/practice-desk.ts';
import { placeAfter } from '../../renderer/session/screen-path.ts';
import { startOfVisit, type VisitEvent, visitAfter } from '../../renderer/session/visit.ts';
import { practiceExample } from '../../shared/catalogue/examples.ts';
import { neededPapers } from '../../shared/form/papers.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { aService, services, someFacts } from '../catalogue/world.ts';

const draft: Draft = newDraft({ id: 'civil-extract', version: '2026.1' }, { language: 'vi', nonce: '0'.repeat(32) });

describe('a visit', () => {
  test('forgets the answers the moment they are filed', () => {
    const open = { ...startOfVisit, draft: withAnswers(draft, { reqName: 'Nguyễn Văn An' }) };
    const filed = visitAfter(open, { type: 'filed', filed: {} as never });
    expect(filed.draft).toBeNull();
  });

  test('keeps its place when the language is changed in the middle', () => {
    const open = { ...startOfVisit, screen: { name: 'draft' } as const, draft };
    const after = visitAfter(open, { type: 'language-chosen', language: 'en', begin: false });
    expect([after.screen, after.draft?.language]).toEqual([{ name: 'draft' }, 'en']);
  });

  test('an event about a draft changes nothing where none is open', () => {
    expect(visitAfter(startOfVisit, { type: 'answered', answers: { a: 'b' } })).toBe(startOfVisit);
  });
});

describe('a visit that only practises', () => {
  const service = aService('civil-extract', '2026-11-22');
  const example = practiceExample(service);
  if (!example) throw new Error('the service has no plain example');
  const nonce = '0'.repeat(32);
  const practising = visitAfter(startOfVisit, { type: 'practice-begun', service, example, nonce });

  test('begins where a real one does, with the answers of the example standing there to be changed', () => {
    const real = visitAfter(startOfVisit, { type: 'service-started', service, nonce });
    expect(practising.draft).toEqual({ ...real.draft, answers: example.answers });
    expect(
      visitAfter(practising, { type: 'answered', answers: { reqName: 'Lê Thị Thử' } }).draft?.answers.reqName,
    ).toBe('Lê Thị Thử');
  });

  test.each<VisitEvent>([
    { type: 'went-home' },
    { type: 'screen-opened', screen: { name: 'service', service: service.id } },
    { type: 'screen-opened', screen: { name: 'follow' } },
    { type: 'screen-opened', screen: { name: 'staff', role: 'attendant' } },
    { type: 'service-started', service, nonce },
    { type: 'draft-resumed', draft },
    { type: 'filed', filed: {} as never },
    { type: 'correction-left' },
    { type: 'practised' },
  ])('leads from $type to its end, forgets the answers, and stays practice', (event) => {
    const after = visitAfter(practising, event);
    expect(after).toEqual({
      ...practising,
      draft: null,
      screen: { name: 'practised', isWhole: event.type === 'practised' },
    });
    expect(visitAfter(after, { type: 'service-started', service, nonce }).screen.name).toBe('practised');
  });

  test('begins once: a second tap on the way in changes nothing, not even at its end', () => {
    const again: VisitEvent = { type: 'practice-begun', service, example, nonce: '1'.repeat(32) };
    expect(visitAfter(practising, again)).toBe(practising);
    const ended = visitAfter(practising, { type: 'practised' });
    expect(visitAfter(ended, again)).toBe(ended);
  });

  test('may be refused like a real one, and go back from there', () => {
    const refused = { name: 'refused', reason: 'consent', id: 'process' } as const;
    const after = visitAfter(practising, { type: 'screen-opened', screen: refused });
    expect([after.screen, after.draft]).toEqual([refused, practising.draft]);
    expect(visitAfter(after, { type: 'screen-opened', screen: { name: 'draft' } }).screen).toEqual({ name: 'draft' });
  });
});

describe('what practice is made of', () => {
  test.each(services.map((service) => [`${service.id} ${service.version}`, service] as const))(
    '%s can be practised to its review on the day of its example, and nothing would refuse it',
    (_, service) => {
      const example = practiceExample(service);
      if (!example) return expect(service.examples.some(({ kind }) => kind === 'plain')).toBe(false);
      const facts = someFacts({ today: example.today });
      const missing = neededPapers(service, example.answers, facts)
        .filter(({ need }) => need === 'required')
        .map(({ paper }) => [paper.id, 1]);
      const refused = preCheck(service, example.answers, Object.fromEntries(missing), facts).filter(
        ({ level }) => level === 'refuse',
      );
      expect(refused.map(({ code, at }) => `${code} ${at}`)).toEqual([]);
    },
  );
});

describe('the desk of practice', () => {
  const touched: string[] = [];
  const real = new Proxy({} as Desk, {
    get: (_, name: string) =>
      name === 'random'
        ? (length: number) => crypto.getRandomValues(new Uint8Array(length))
        : () => {
            touched.push(name);
          },
  });
  const desk = practiceDesk(real);

  test('keeps a sample page in its memory alone, and gives it back', async () => {
    const kept = await desk.keepPart(Uint8Array.of(1, 2, 3));
    if (!kept.ok) throw new Error(kept.code);
    expect(await desk.readPart(kept.value)).toEqual(Uint8Array.of(1, 2, 3));
    await desk.dropPart(kept.value.sha256);
    expect(await desk.readPart(kept.value)).toBeUndefined();
    expect(touched).toEqual([]);
  });

  test('asks the real one for nothing that would last', async () => {
    desk.keepDraft(draft);
    const refused = await Promise.all([
      desk.file({} as never),
      desk.saveForLater(draft),
      desk.openSaved({ token: 'x' }),
      desk.withdraw({ slip: 'x' }),
      desk.knowSlip({ slip: 'x' }),
      desk.signIn('attendant', '000000'),
      desk.provision({} as never),
    ]);
    await desk.rate({} as never);
    await desk.shown('x');
    expect(await desk.print({} as never)).toEqual({ printed: false });
    expect(await desk.printGuide({} as never)).toEqual({ printed: false });
    expect(refused).toEqual(refused.map(() => ({ ok: false, code: 'practising' })));
    expect(touched).toEqual([]);
  });
});

describe('what may be sent without a name', () => {
  const feedback = aService('feedback', '2026-11-22');
  const open = newDraft(feedback, { language: 'vi', nonce: '0'.repeat(32) });
  const given = (how: 'card-read' | 'not-given', sender: string) =>
    identityGiven({ ...open, identity: { how, attendant: 'staff-1', helped: true }, answers: { sender } }, feedback);

  test('goes by what the answers say at the end: a name can be taken back, or given after all', () => {
    expect(given('card-read', 'khong-neu')).toEqual({ how: 'not-given', helped: true });
    expect(given('not-given', 'neu-ten')).toEqual({ how: 'typed', helped: true });
    expect(given('card-read', 'neu-ten')).toEqual({ how: 'card-read', attendant: 'staff-1', helped: true });
  });

  test('leaves no name in the dossier when it was taken back in the review', () => {
    const named = { ...open, answers: { sender: 'neu-ten', reqName: 'Nguyễn Văn An', reqPhone: '0900000012' } };
    const taken = withAnswers(named, { sender: 'khong-neu' });
    const dossier = dossierOfDraft(taken, feedback, {
      facts: someFacts(),
      checkCode: 'ABCDEF',
      pledgedAt: '2026-11-22T03:00:00Z',
      kioskWard: '00190',
      clockDoubtful: false,
      say: ({ vi }) => vi,
    });
    expect(JSON.stringify(dossier)).not.toMatch(/Nguyễn Văn An|0900000012/);
    expect(dossier.identity.how).toBe('not-given');
    expect(dossier.receiver).toEqual({ kind: 'ward', unit: '00190' });
  });

  test('is not asked again whether a name is given after that was said at the card', () => {
    const at = (sender: Record<string, string>) =>
      placeAfter({ ...open, place: { at: 'identity' }, answers: sender }, feedback, someFacts());
    expect(at({ sender: 'khong-neu' })).toEqual({ at: 'question', step: 'kind', backToReview: false });
    expect(at({ sender: 'neu-ten' })).toEqual({ at: 'question', step: 'sender-name', backToReview: false });
    expect(at({})).toEqual({ at: 'question', step: 'sender', backToReview: false });
  });
});

describe('a draft', () => {
  test('an answer from the card that is changed by hand no longer counts as from the card', () => {
    const read: Draft = { ...draft, answers: { reqName: 'An', reqId: '001090000017' }, fromCard: ['reqName', 'reqId'] };
    expect(withAnswers(read, { reqName: 'Bình', reqId: '001090000017' }).fromCard).toEqual(['reqId']);
  });

  test('pages are numbered anew when one is dropped', () => {
    const page = (sha: string, number: number) => ({
      paper: 'birth-notice',
      page: number,
      sha256: sha.repeat(64),
      bytes: 10,
      key: 'k',
      type: 'image/jpeg' as const,
    });
    const open = { ...startOfVisit, draft: { ...draft, papers: [page('a', 1), page('b', 2), page('c', 3)] } };
    const after = visitAfter(open, { type: 'page-dropped', sha256: 'a'.repeat(64) });
    expect(after.draft?.papers.map(({ sha256, page: n }) => [sha256[0], n])).toEqual([
      ['b', 1],
      ['c', 2],
    ]);
  });

  test('a paper put off and then photographed is no longer put off', () => {
    const put = visitAfter({ ...startOfVisit, draft }, { type: 'paper-put-off', paper: 'birth-notice' });
    const page = {
      paper: 'birth-notice',
      page: 1,
      sha256: 'a'.repeat(64),
      bytes: 10,
      key: 'k',
      type: 'image/jpeg' as const,
    };
    expect(visitAfter(put, { type: 'page-added', page }).draft?.papersLater).toEqual([]);
  });
});

describe('a screen left alone', () => {
  const at = (idleSeconds: number) => idleAt({ nowMs: idleSeconds * 1000, lastTouchMs: 0, limitSeconds: 60 });

  test('warns after its limit, counts down, and is over', () => {
    expect([at(59), at(60), at(75), at(60 + warningSeconds)]).toEqual([
      { state: 'active' },
      { state: 'warning', secondsLeft: 30 },
      { state: 'warning', secondsLeft: 15 },
      { state: 'over' },
    ]);
  });

  test('is given twice the time where people look for things, and with large text', () => {
    expect(idleLimitSeconds(60, { looksForThings: true, largeText: false })).toBe(120);
    expect(idleLimitSeconds(60, { looksForThings: false, largeText: false })).toBe(60);
    expect(idleLimitSeconds(60, { looksForThings: false, largeText: false, byEar: true })).toBe(120);
  });

  test('a clock that goes backwards never ends a visit', () => {
    expect(idleAt({ nowMs: 0, lastTouchMs: 5000, limitSeconds: 60 })).toEqual({ state: 'active' });
  });
});
