import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { officialCode } from '../../portal/intake/official-code.ts';
import {
  type Arrival,
  alarmsKept,
  type EnrolmentRecord,
  headsKept,
  type KioskRecord,
  type PaymentChange,
  type PaymentRecord,
  type Register,
} from '../../portal/register/register.ts';

/** What every register must keep, whatever it is made of. */
export function describeRegister(name: string, open: () => Promise<Register>): void {
  describe(name, () => {
    let register: Register;
    beforeEach(async () => {
      register = await open();
    });
    afterEach(() => register.close());

    test('a filing is taken once: the second time it is answered as it was', async () => {
      const [first] = await register.receive([anArrival(1)]);
      const [second] = await register.receive([{ ...anArrival(1), receivedAt: later, unit: '00199' }]);
      expect(second).toEqual(first);
      expect(await register.cases({})).toEqual([first]);
    });

    test('two requests racing with the same filing make one case and one receipt', async () => {
      const race = await Promise.all(
        ['one', 'two', 'three'].map(async (receipt) => {
          await register.receive([anArrival(1), anArrival(1)]);
          return register.keepReceipts([{ filing: filingId(1), receipt }]);
        }),
      );
      expect(new Set(race.flat()).size).toBe(1);
      expect(await register.cases({})).toHaveLength(1);
      expect((await register.findCase(filingId(1)))?.receipt).toBe(race[0]?.[0]);
    });

    test('codes of one receiver go up through the day, never below the time of day, and start again with the next; receivers have their own', async () => {
      const secondLater = { receivedMs: nowMs + 1000 };
      const codes = await register.receive([
        anArrival(1),
        anArrival(2),
        { ...anArrival(3), codePrefix: 'H26.9' },
        { ...anArrival(4), codeDay: '20261112' },
        { ...anArrival(5), ...secondLater },
        // The clock was set back: the numbers go on.
        anArrival(6),
      ]);
      const [prefix, day] = ['H26.5', '20261111'];
      const count = hundredthsAtNow;
      expect(codes.map(({ code }) => code)).toEqual([
        officialCode({ prefix, day, count }),
        officialCode({ prefix, day, count: count + 1 }),
        officialCode({ prefix: 'H26.9', day, count }),
        officialCode({ prefix, day: '20261112', count }),
        officialCode({ prefix, day, count: count + 100 }),
        officialCode({ prefix, day, count: count + 101 }),
      ]);
    });

    test('a register that forgot what it gave (restored from a backup) gives no code a second time', async () => {
      const before = await register.receive([anArrival(1), anArrival(2), anArrival(3)]);
      const restored = await open();
      const after = await restored.receive([anArrival(4, { receivedMs: nowMs + 1000 })]);
      await restored.close();
      expect(before.map(({ code }) => code)).not.toContain(after[0]?.code);
    });

    test('what a dossier is to pay is worked out once; whoever asks again is told the first word', async () => {
      await register.receive([anArrival(1)]);
      expect(await register.findPayment(filingId(1))).toBeUndefined();
      expect(await register.openPayment(aPayment(16_000))).toEqual(aPayment(16_000));
      expect(await register.openPayment(aPayment(0))).toEqual(aPayment(16_000));
      expect(await register.findPayment(filingId(1))).toEqual(aPayment(16_000));
    });

    test('money comes once, in the amount that is due, and then the amount stands', async () => {
      await register.receive([anArrival(1)]);
      await register.openPayment(aPayment(16_000));
      const settled = { filing: filingId(1), amount: 16_000, at: later, by: 'duc' };
      expect(await register.settlePayment({ ...settled, amount: 8_000 })).toBe(false);
      const race = await Promise.all([register.settlePayment(settled), register.settlePayment(settled)]);
      expect(race.sort()).toEqual([false, true]);
      const paid = { amount: 16_000, at: later, by: 'duc' };
      expect(await register.findPayment(filingId(1))).toEqual({ ...aPayment(16_000), paid });
      expect(await register.setPaymentAmount({ ...aChange(16_000, 0) })).toBe(false);
    });

    test('an officer’s amount takes the place of the one they saw, and of no other', async () => {
      await register.receive([anArrival(1), anArrival(2)]);
      await register.openPayment(aPayment(null));
      expect(await register.setPaymentAmount(aChange(5_000, 12_000))).toBe(false);
      expect(await register.setPaymentAmount(aChange(null, 12_000))).toBe(true);
      expect(await register.setPaymentAmount(aChange(null, 15_000))).toBe(false);
      const set = { filing: filingId(1), amount: 12_000, lines: [], note: 'theo biểu phí', setAt: later, setBy: 'duc' };
      expect(await register.findPayment(filingId(1))).toEqual(set);
      expect(await register.setPaymentAmount(aChange(12_000, 0))).toBe(true);
      expect(await register.settlePayment({ filing: filingId(1), amount: 0, at: later, by: 'duc' })).toBe(false);
      expect(await register.setPaymentAmount({ ...aChange(null, 1), filing: filingId(2) })).toBe(false);
    });

    test('of what a kiosk reports about its storage the newest is kept', async () => {
      const report = (kiosk: string, freeBytes: number) => ({
        kiosk,
        at: now,
        build: 'b',
        store: { state: 'open' as const, vanished: null, persistent: null },
        safe: { shut: false, damaged: 0, cutAt: null },
        room: { freeBytes, parts: true, filings: true },
      });
      await register.keepReport(report('kiosk-a6', 1));
      await register.keepReport(report('kiosk-b7', 2));
      await register.keepReport(report('kiosk-a6', 3));
      expect([...(await register.reports())].sort()).toEqual([
        ['kiosk-a6', report('kiosk-a6', 3)],
        ['kiosk-b7', report('kiosk-b7', 2)],
      ]);
    });

    test('what was received can be read back whole', async () => {
      const [record] = await register.receive([anArrival(7)]);
      expect(record).toEqual({
        filing: filingId(7),
        kiosk: 'kiosk-a6',
        sequence: 7,
        slip: 'A6-0007',
        service: 'birth-registration',
        serviceVersion: '2026.1',
        unit: '00190',
        bodySha256: filingId(107),
        filedAt: now,
        filedMs: nowMs,
        receivedAt: now,
        receivedMs: nowMs,
        applicant: 'applicant-7',
        code: `H26.5-20261111-${hundredthsAtNow}`,
        status: 1,
        since: now,
        due: null,
        receipt: null,
        revision: null,
      });
      expect(await register.findCase(filingId(7))).toEqual(record);
      expect(await register.findCases([filingId(8), filingId(7)])).toEqual([record]);
      expect(await register.findCaseByNumber('A6-0007')).toEqual(record);
      expect(await register.findCaseByNumber(`H26.5-20261111-${hundredthsAtNow}`)).toEqual(record);
      expect(await register.findCaseByNumber('A6-0008')).toBeUndefined();
      const body = await register.findBody(filingId(7));
      expect(body?.envelope).toBe('envelope-7');
      expect([...(body?.ciphertext ?? [])]).toEqual([1, 2, 3]);
      expect([...(body?.locked ?? [])]).toEqual([4, 5, 6]);
      expect(await register.history(filingId(7))).toEqual([{ status: 1, at: now, by: 'portal' }]);
    });

    test('a receipt for a filing that is not there is refused, and none of the others is kept', async () => {
      await register.receive([anArrival(1)]);
      const receipts = [
        { filing: filingId(1), receipt: 'one' },
        { filing: filingId(2), receipt: 'two' },
      ];
      await expect(register.keepReceipts(receipts)).rejects.toThrow();
      expect((await register.findCase(filingId(1)))?.receipt).toBeNull();
    });

    test('cases are listed by unit, status, service and number, newest first', async () => {
      await register.receive([anArrival(1), anArrival(2, { receivedMs: nowMs + 5 }), anArrival(3, { unit: '00199' })]);
      const filings = async (filter: Parameters<Register['cases']>[0]) =>
        (await register.cases(filter)).map(({ sequence }) => sequence);
      expect(await filings({ unit: '00190' })).toEqual([2, 1]);
      expect(await filings({ unit: '00199' })).toEqual([3]);
      expect(await filings({ unit: '00190', limit: 1 })).toEqual([2]);
      expect(await filings({ unit: '00190', number: 'A6-0001' })).toEqual([1]);
      expect(await filings({ unit: '00190', number: 'A6-0003' })).toEqual([]);
      expect(await filings({ status: 2 })).toEqual([]);
      expect(await filings({ service: 'birth-registration', status: 1 })).toHaveLength(3);
    });

    test('a status moves only from where it was thought to be', async () => {
      await register.receive([anArrival(1)]);
      const filing = filingId(1);
      const accept = { filing, from: 1, to: 2, at: later, by: 'duc', note: 'Đủ giấy tờ', due: '2026-11-13' } as const;
      expect(await register.setStatus(accept)).toBe(true);
      expect(await register.setStatus(accept)).toBe(false);
      expect(await register.setStatus({ ...accept, from: 2, to: 4, note: undefined, due: undefined })).toBe(true);
      expect(await register.setStatus({ ...accept, filing: filingId(2) })).toBe(false);
      expect(await register.findCase(filing)).toMatchObject({ status: 4, since: later, due: '2026-11-13' });
      expect(await register.history(filing)).toEqual([
        { status: 1, at: now, by: 'portal' },
        { status: 2, at: later, by: 'duc', note: 'Đủ giấy tờ' },
        { status: 4, at: later, by: 'duc' },
      ]);
    });

    test('two officers accepting at once: one of them was quicker', async () => {
      await register.receive([anArrival(1)]);
      const change = { filing: filingId(1), from: 1, to: 2, at: later, by: 'duc' } as const;
      const outcomes = await Promise.all([register.setStatus(change), register.setStatus({ ...change, by: 'mai' })]);
      expect(outcomes.sort()).toEqual([false, true]);
      expect(await register.history(filingId(1))).toHaveLength(2);
    });

    test('a withdrawal sets status 7 where the case allows it, once', async () => {
      await register.receive([anArrival(1), anArrival(2)]);
      const withdrawal = { kiosk: 'kiosk-a6', filing: filingId(1), at: now, now: later };
      expect(await register.withdraw({ ...withdrawal, kiosk: 'kiosk-b1' })).toBe('refused');
      expect(await register.withdraw(withdrawal)).toBe('recorded');
      expect(await register.withdraw(withdrawal)).toBe('recorded');
      expect(await register.history(filingId(1))).toEqual([
        { status: 1, at: now, by: 'portal' },
        { status: 7, at: later, by: 'kiosk' },
      ]);
      await register.setStatus({ filing: filingId(2), from: 1, to: 3, at: later, by: 'duc' });
      expect(await register.withdraw({ ...withdrawal, filing: filingId(2) })).toBe('too-late');
    });

    test('a withdrawal that comes before its filing waits for it, and only for the same kiosk’s', async () => {
      const early = { kiosk: 'kiosk-a6', at: now, now: later };
      expect(await register.withdraw({ ...early, filing: filingId(1) })).toBe('not-here-yet');
      expect(await register.withdraw({ ...early, filing: filingId(2), kiosk: 'kiosk-b1' })).toBe('not-here-yet');
      const received = await register.receive([anArrival(1), anArrival(2)]);
      expect(received.map(({ status }) => status)).toEqual([7, 1]);
      expect(await register.withdraw({ ...early, filing: filingId(1) })).toBe('recorded');
    });

    describe('corrections', () => {
      const filing = filingId(1);
      const marks = [{ kind: 'question' as const, id: 'childName', note: 'Ghi theo giấy chứng sinh' }];
      const asked = { filing, from: 1 as const, at: later, by: 'duc', until: '2026-11-18', marks, workingDaysLeft: 2 };
      const revision = (sequence: number, round = 1, bent: Partial<Arrival> = {}) =>
        anArrival(sequence, {
          kiosk: 'kiosk-b7',
          applicant: null,
          revision: { of: filing, round, due: '2026-11-20' },
          ...bent,
        });

      test('what is asked sets status 5 with its marks, as one round more each time, and only from where it was thought to be', async () => {
        await register.receive([anArrival(1)]);
        expect(await register.askCorrection({ ...asked, note: 'Xem từng mục' })).toBe(true);
        expect(await register.askCorrection(asked)).toBe(false);
        expect(await register.findCase(filing)).toMatchObject({ status: 5, since: later });
        expect(await register.history(filing)).toEqual([
          { status: 1, at: now, by: 'portal' },
          { status: 5, at: later, by: 'duc', note: 'Xem từng mục' },
        ]);
        await register.setStatus({ filing, from: 5, to: 4, at: later, by: 'duc' });
        expect(await register.askCorrection({ ...asked, from: 4, workingDaysLeft: null })).toBe(true);
        const { from: _from, ...kept } = asked;
        expect(await register.corrections(filing)).toEqual([
          { ...kept, round: 1, closedAt: later },
          { ...kept, workingDaysLeft: null, round: 2 },
        ]);
        expect(await register.corrections(filingId(2))).toEqual([]);
      });

      test('a revision that answers what is asked is taken once, under its case’s code, and the case goes on', async () => {
        const [base] = await register.receive([anArrival(1)]);
        await register.askCorrection(asked);
        const [first] = await register.receive([revision(2)]);
        const [again] = await register.receive([revision(2)]);
        expect(again).toEqual(first);
        expect(first).toMatchObject({
          code: `${base?.code}/1`,
          status: 1,
          due: null,
          revision: { of: filing, round: 1, outcome: 'taken' },
        });
        expect(await register.findCase(filing)).toMatchObject({ status: 4, since: now, due: '2026-11-20' });
        expect((await register.corrections(filing))[0]).toMatchObject({ closedAt: now, answeredBy: filingId(2) });
        expect(await register.history(filing)).toHaveLength(3);
        expect((await register.findBody(filingId(2)))?.envelope).toBe('envelope-2');
        expect(await register.keepReceipts([{ filing: filingId(2), receipt: 'r' }])).toEqual(['r']);
      });

      test('of two revisions at once one is taken; it and those of a round that is over are set aside, and are all there', async () => {
        await register.receive([anArrival(1)]);
        await register.askCorrection(asked);
        const both = await Promise.all([register.receive([revision(2)]), register.receive([revision(3)])]);
        expect(
          both
            .flat()
            .map((one) => one.revision?.outcome)
            .sort(),
        ).toEqual(['set-aside', 'taken']);
        await register.askCorrection({ ...asked, from: 4 });
        const [stale] = await register.receive([revision(4, 1)]);
        expect(stale?.revision?.outcome).toBe('set-aside');
        expect(await register.findCase(filing)).toMatchObject({ status: 5 });
        expect(await register.revisions(filing)).toHaveLength(3);
        expect(new Set((await register.revisions(filing)).map(({ code }) => code)).size).toBe(3);
      });

      test('revisions stand in the order they came, also when the clock goes back, and beyond the ninth', async () => {
        await register.receive([anArrival(1)]);
        for (let round = 1; round <= 11; round += 1) {
          await register.askCorrection({ ...asked, from: round === 1 ? 1 : 4 });
          await register.receive([revision(round + 1, round, { receivedMs: nowMs - round * 60_000 })]);
        }
        const came = (await register.revisions(filing)).map((one) => one.revision?.round);
        expect(came).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
      });

      test('a revision is no case of its own, and its kiosk’s numbers are held all the same', async () => {
        await register.receive([anArrival(1)]);
        await register.askCorrection(asked);
        await register.receive([revision(2)]);
        expect((await register.cases({})).map((one) => one.filing)).toEqual([filing]);
        expect((await register.cases({ number: 'A6-0002' })).map((one) => one.filing)).toEqual([filing]);
        expect(await register.heldRanges('kiosk-b7')).toEqual([[2, 2]]);
        expect((await register.casesOfKiosk('kiosk-b7', { after: 0, limit: 9 })).map((one) => one.filing)).toEqual([
          filingId(2),
        ]);
      });

      test('a revision that was taken back before it came changes nothing; one that was taken cannot be taken back', async () => {
        await register.receive([anArrival(1)]);
        await register.askCorrection(asked);
        const back = { kiosk: 'kiosk-b7', filing: filingId(2), at: now, now: later };
        expect(await register.withdraw(back)).toBe('not-here-yet');
        const [gone] = await register.receive([revision(2)]);
        expect(gone).toMatchObject({ status: 7, revision: { outcome: 'withdrawn' } });
        expect(await register.findCase(filing)).toMatchObject({ status: 5 });
        await register.receive([revision(3)]);
        expect(await register.withdraw({ ...back, filing: filingId(3) })).toBe('too-late');
        const [late] = await register.receive([revision(4)]);
        expect(late?.revision?.outcome).toBe('set-aside');
        expect(await register.withdraw({ ...back, filing: filingId(4) })).toBe('recorded');
        expect((await register.findCase(filingId(4)))?.revision?.outcome).toBe('withdrawn');
        expect(await register.findCase(filing)).toMatchObject({ status: 4 });
      });

      test('a case that is withdrawn asks for nothing any more', async () => {
        await register.receive([anArrival(1)]);
        await register.askCorrection(asked);
        await register.withdraw({ kiosk: 'kiosk-a6', filing, at: now, now: later });
        expect((await register.corrections(filing))[0]?.closedAt).toBe(later);
        const [late] = await register.receive([revision(2)]);
        expect(late?.revision?.outcome).toBe('set-aside');
        expect(await register.findCase(filing)).toMatchObject({ status: 7 });
      });

      test('how a result comes is kept with the step that said so', async () => {
        await register.receive([anArrival(1)]);
        const delivery = { way: 'post', detail: 'EB1' } as const;
        await register.setStatus({ filing, from: 1, to: 9, at: later, by: 'duc', delivery });
        expect((await register.history(filing)).at(-1)).toEqual({ status: 9, at: later, by: 'duc', delivery });
      });
    });

    describe('results of a bundle', () => {
      const filing = filingId(1);
      const asked = ['extract', 'funeral'];
      const move = { filing, asked, from: 'waiting', state: 'in-process', at: later, by: 'duc' } as const;
      beforeEach(async () => {
        await register.receive([anArrival(1)]);
        await register.setStatus({ filing, from: 1, to: 2, at: now, by: 'duc' });
      });

      test('a move is kept with its words, and the case follows in the same step', async () => {
        const delivery = { way: 'post', detail: 'EB1' } as const;
        expect(await register.moveResult({ ...move, result: 'extract' })).toBe(true);
        expect(await register.findCase(filing)).toMatchObject({ status: 4, since: later });
        const done = { ...move, result: 'extract', from: 'in-process', state: 'done', delivery, note: 'Xong' } as const;
        expect(await register.moveResult(done)).toBe(true);
        expect(await register.moveResult({ ...move, result: 'funeral', state: 'refused', note: 'Không' })).toBe(true);
        expect(await register.findCase(filing)).toMatchObject({ status: 9 });
        expect((await register.history(filing)).map(({ status }) => status)).toEqual([1, 2, 4, 9]);
        expect(await register.resultMoves(filing)).toEqual([
          { result: 'extract', state: 'in-process', at: later, by: 'duc' },
          { result: 'extract', state: 'done', at: later, by: 'duc', note: 'Xong', delivery },
          { result: 'funeral', state: 'refused', at: later, by: 'duc', note: 'Không' },
        ]);
        expect(await register.resultMoves(filingId(2))).toEqual([]);
      });

      test('of two officers moving one result one is quicker; what is not asked for, or not so any more, moves nothing', async () => {
        const both = await Promise.all([
          register.moveResult({ ...move, result: 'extract' }),
          register.moveResult({ ...move, result: 'extract', by: 'mai' }),
        ]);
        expect(both.sort()).toEqual([false, true]);
        expect(await register.moveResult({ ...move, result: 'survivor' })).toBe(false);
        expect(await register.moveResult({ ...move, result: 'funeral', state: 'done' })).toBe(false);
        expect(await register.moveResult({ ...move, filing: filingId(2), result: 'funeral' })).toBe(false);
        expect(await register.resultMoves(filing)).toHaveLength(1);
      });

      test('two results that end at once end the case, whoever comes second', async () => {
        for (const result of asked) await register.moveResult({ ...move, result });
        await Promise.all(
          asked.map((result) => register.moveResult({ ...move, result, from: 'in-process', state: 'done' })),
        );
        expect(await register.findCase(filing)).toMatchObject({ status: 9 });
      });

      test('of what is given nothing is taken back: a withdrawal comes too late, and what is open goes on', async () => {
        const withdrawal = { kiosk: 'kiosk-a6', filing, at: later, now: later };
        for (const result of asked) await register.moveResult({ ...move, result });
        await register.moveResult({ ...move, result: 'extract', from: 'in-process', state: 'done' });
        expect(await register.withdraw(withdrawal)).toBe('too-late');
        expect(await register.findCase(filing)).toMatchObject({ status: 4 });
        expect(await register.moveResult({ ...move, result: 'extract', from: 'done', state: 'handed-over' })).toBe(
          true,
        );
      });

      test('nothing moves before the case is accepted, nor the last of them while the resident is asked', async () => {
        await register.receive([anArrival(3)]);
        expect(await register.moveResult({ ...move, filing: filingId(3), result: 'extract' })).toBe(false);
        await register.moveResult({ ...move, result: 'extract', state: 'refused' });
        await register.setStatus({ filing, from: 4, to: 5, at: later, by: 'duc' });
        expect(await register.moveResult({ ...move, result: 'funeral', state: 'refused' })).toBe(false);
        expect(await register.moveResult({ ...move, result: 'funeral' })).toBe(true);
        expect(await register.findCase(filing)).toMatchObject({ status: 5 });
      });

      test('by hand it is neither stopped once a result was given, nor processed while one is open', async () => {
        const byHand = { filing, asked, from: 4, at: later, by: 'mai' } as const;
        expect(await register.setStatus({ ...byHand, from: 2, to: 4 })).toBe(false);
        await register.moveResult({ ...move, result: 'extract' });
        expect(await register.setStatus({ ...byHand, to: 9 })).toBe(false);
        await register.moveResult({ ...move, result: 'extract', from: 'in-process', state: 'done' });
        expect(await register.setStatus({ ...byHand, to: 8 })).toBe(false);
        expect(await register.setStatus({ ...byHand, to: 9 })).toBe(false);
        expect(await register.findCase(filing)).toMatchObject({ status: 4 });
        // A correction took the open one away: no move is left that would end the case.
        expect(await register.setStatus({ ...byHand, asked: ['extract'], to: 9 })).toBe(true);
        expect(await register.setStatus({ ...byHand, asked: ['extract'], from: 9, to: 10 })).toBe(false);
        const handedOver = { ...move, asked: ['extract'], from: 'done', state: 'handed-over' } as const;
        expect(await register.moveResult({ ...handedOver, result: 'extract' })).toBe(true);
        expect(await register.findCase(filing)).toMatchObject({ status: 10 });
      });

      test('back in «accepted» after one has begun, it may be set in process again', async () => {
        await register.moveResult({ ...move, result: 'extract' });
        const byHand = { filing, asked, at: later, by: 'mai' } as const;
        await register.setStatus({ ...byHand, from: 4, to: 5 });
        await register.setStatus({ ...byHand, from: 5, to: 2 });
        expect(await register.setStatus({ ...byHand, from: 2, to: 4 })).toBe(true);
      });
    });

    describe('draft certificates', () => {
      const filing = filingId(1);
      const untilMs = nowMs + 24 * 3600_000;
      const draft = { filing, result: 'extract', at: now, by: 'duc', untilMs, locked: new Uint8Array([7, 8]) };
      const reply = (sequence: number, says: 'right' | 'to-change' = 'right', receivedMs = nowMs, round = 1) =>
        anArrival(sequence, {
          kiosk: 'kiosk-b7',
          applicant: null,
          receivedMs,
          receivedAt: new Date(receivedMs).toISOString(),
          revision: { of: filing, round, reply: says },
        });
      beforeEach(async () => {
        await register.receive([anArrival(1)]);
        for (const [from, to] of [
          [1, 2],
          [2, 4],
        ] as const)
          await register.setStatus({ filing, from, to, at: now, by: 'duc' });
      });

      test('one waits at a time; a reply in time settles it, and another one comes too late', async () => {
        expect(await register.sendDraft({ ...draft, from: 2 })).toBe(false);
        expect(await register.sendDraft({ ...draft, from: 4 })).toBe(true);
        expect(await register.sendDraft({ ...draft, from: 4 })).toBe(false);
        const taken = (
          await Promise.all([register.receive([reply(2)]), register.receive([reply(3, 'to-change')])])
        ).flat();
        expect(taken.map((one) => one.revision?.outcome).sort()).toEqual(['set-aside', 'taken']);
        expect(taken[0]?.revision).toEqual({
          of: filing,
          round: 1,
          outcome: taken[0]?.revision?.outcome,
          reply: 'right',
        });
        const [kept] = await register.drafts(filing);
        expect(['confirmed', 'to-change']).toContain(kept?.standing);
        expect(kept).toMatchObject({ number: 1, result: 'extract', untilMs, closedAt: now });
        expect([...(kept?.locked ?? [])]).toEqual([7, 8]);
        expect(await register.findCase(filing)).toMatchObject({ status: 4, since: now });
        expect((await register.history(filing)).slice(3).map(({ event }) => event)).toEqual([
          'draft-sent',
          `draft-${kept?.standing}`,
        ]);
      });

      test('a reply counts up to the last moment, not behind it, also before silence was written down', async () => {
        await register.sendDraft({ ...draft, from: 4 });
        const [late] = await register.receive([reply(2, 'right', untilMs + 1)]);
        expect(late?.revision?.outcome).toBe('set-aside');
        const [inTime] = await register.receive([reply(3, 'to-change', untilMs)]);
        expect(inTime?.revision?.outcome).toBe('taken');
        await register.sendDraft({ ...draft, from: 4 });
        // An answer to the first is none to the second.
        const [stale] = await register.receive([reply(4)]);
        expect(stale?.revision?.outcome).toBe('set-aside');
        expect((await register.drafts(filing)).map(({ number, standing }) => [number, standing])).toEqual([
          [1, 'to-change'],
          [2, 'asked'],
        ]);
      });

      test('silence is agreement from its moment on, written down once', async () => {
        await register.sendDraft({ ...draft, from: 4 });
        expect(await register.settleSilence(untilMs)).toBe(0);
        expect(await register.settleSilence(untilMs + 1)).toBe(1);
        expect(await register.settleSilence(untilMs + 2)).toBe(0);
        const at = new Date(untilMs).toISOString();
        expect((await register.drafts(filing))[0]).toMatchObject({ standing: 'silence', closedAt: at });
        expect((await register.history(filing)).at(-1)).toEqual({
          status: 4,
          at,
          by: 'portal',
          event: 'draft-silence',
        });
        const [late] = await register.receive([reply(2, 'right', untilMs)]);
        expect(late?.revision?.outcome).toBe('set-aside');
      });

      test('a case that goes elsewhere asks about it no more; one that waits for money still does', async () => {
        await register.sendDraft({ ...draft, from: 4 });
        await register.setStatus({ filing, from: 4, to: 6, at: later, by: 'duc' });
        expect((await register.drafts(filing))[0]?.standing).toBe('asked');
        await register.setStatus({ filing, from: 6, to: 8, at: later, by: 'duc' });
        expect((await register.drafts(filing))[0]).toMatchObject({ standing: 'void', closedAt: later });
        expect(await register.settleSilence(untilMs + 1)).toBe(0);
      });

      test('neither its result nor the case is done while it waits; other results are, and a refusal need not wait', async () => {
        const move = { filing, asked: ['extract', 'funeral'], at: later, by: 'mai' } as const;
        const begin = { ...move, from: 'waiting', state: 'in-process' } as const;
        const end = { ...move, from: 'in-process', state: 'done' } as const;
        for (const result of move.asked) await register.moveResult({ ...begin, result });
        await register.sendDraft({ ...draft, from: 4 });
        expect(await register.moveResult({ ...end, result: 'extract' })).toBe(false);
        expect(await register.moveResult({ ...end, result: 'funeral' })).toBe(true);
        expect(await register.setStatus({ filing, from: 4, to: 9, at: later, by: 'mai' })).toBe(false);
        expect((await register.drafts(filing))[0]?.standing).toBe('asked');
        expect(await register.moveResult({ ...end, result: 'extract', state: 'refused' })).toBe(true);
      });

      test('of a result that is refused nobody is asked any more, and another may be asked about', async () => {
        const move = { filing, asked: ['extract', 'funeral'], at: later, by: 'mai' } as const;
        await register.sendDraft({ ...draft, from: 4 });
        expect(
          await register.moveResult({ ...move, result: 'extract', from: 'waiting', state: 'refused', note: 'Trùng' }),
        ).toBe(true);
        expect((await register.drafts(filing))[0]).toMatchObject({ standing: 'void', closedAt: later });
        expect(await register.settleSilence(untilMs + 1)).toBe(0);
        expect(await register.sendDraft({ ...draft, from: 4, result: 'funeral' })).toBe(true);
        expect((await register.drafts(filing))[1]).toMatchObject({ number: 2, standing: 'asked' });
      });

      test('none is sent of a result that has ended', async () => {
        const move = { filing, asked: ['extract', 'funeral'], at: later, by: 'mai' } as const;
        await register.moveResult({ ...move, result: 'extract', from: 'waiting', state: 'refused' });
        expect(await register.sendDraft({ ...draft, from: 4 })).toBe(false);
        expect(await register.sendDraft({ ...draft, from: 4, result: 'funeral' })).toBe(true);
      });
    });

    test('held ranges join neighbours, skip gaps and know nothing of other kiosks', async () => {
      await register.receive([1, 2, 3, 5, 9, 10].map((sequence) => anArrival(sequence)));
      await register.receive([anArrival(4, { kiosk: 'kiosk-b1', filing: filingId(204) })]);
      await register.receive([anArrival(5, { filing: filingId(205) })]);
      expect(await register.heldRanges('kiosk-a6')).toEqual([
        [1, 3],
        [5, 5],
        [9, 10],
      ]);
      expect(await register.heldRanges('kiosk-b1')).toEqual([[4, 4]]);
      expect(await register.heldRanges('kiosk-c1')).toEqual([]);
    });

    test('the newest checkpoint is the one kept last', async () => {
      const first = { kiosk: 'kiosk-a6', issuedAt: now, held: [[1, 3]] as [number, number][], token: 'one' };
      await register.keepCheckpoint(first);
      expect(await register.newestCheckpoint('kiosk-a6')).toEqual(first);
      await register.keepCheckpoint({ ...first, issuedAt: later, token: 'two' });
      expect((await register.newestCheckpoint('kiosk-a6'))?.token).toBe('two');
      expect(await register.newestCheckpoint('kiosk-b1')).toBeUndefined();
    });

    test('a one-time secret enrols one kiosk, also when two ask at once', async () => {
      await register.addEnrolment(anEnrolment('secret-1'));
      const use = { secretHash: 'secret-1', nowMs };
      const both = await Promise.all([
        register.enrol(use, () => aKiosk('kiosk-1', 'A1')),
        register.enrol(use, () => aKiosk('kiosk-2', 'A2')),
      ]);
      expect(both.filter(Boolean)).toHaveLength(1);
      expect(await register.kiosks()).toEqual(both.filter(Boolean));
      expect((await register.enrolments())[0]?.usedAt).toBe(now);
    });

    test('a secret that is unknown or has expired enrols nobody', async () => {
      await register.addEnrolment(anEnrolment('secret-1'));
      expect(await register.enrol({ secretHash: 'other', nowMs }, () => aKiosk('k', 'A1'))).toBeUndefined();
      const late = { secretHash: 'secret-1', nowMs: nowMs + 3_600_000 };
      expect(await register.enrol(late, () => aKiosk('k', 'A1'))).toBeUndefined();
      expect(await register.kiosks()).toEqual([]);
    });

    test('a kiosk can be shut out, let in again, and its head noted', async () => {
      await register.addEnrolment(anEnrolment('secret-1'));
      let taken: readonly string[] | undefined;
      await register.enrol({ secretHash: 'secret-1', nowMs }, (_enrolment, labels) => {
        taken = labels;
        return aKiosk('kiosk-1', 'A1');
      });
      expect(taken).toEqual([]);
      await register.setRevoked('kiosk-1', later);
      expect((await register.findKiosk('kiosk-1'))?.revokedAt).toBe(later);
      await register.setRevoked('kiosk-1', undefined);
      await register.noteHead('kiosk-1', { records: 3, hash: filingId(3), at: later });
      const found = await register.findKiosk('kiosk-1');
      expect(found?.revokedAt).toBeUndefined();
      expect(found?.head).toEqual({ records: 3, hash: filingId(3), at: later });
      expect(await register.findKiosk('kiosk-2')).toBeUndefined();
    });

    test('an enrolment that fails on its way leaves the secret unused', async () => {
      await register.addEnrolment(anEnrolment('secret-1'));
      const use = { secretHash: 'secret-1', nowMs };
      const failing = register.enrol(use, () => {
        throw new Error('no label is left');
      });
      await expect(failing).rejects.toThrow('no label is left');
      expect(await register.enrol(use, () => aKiosk('kiosk-1', 'A1'))).toEqual(aKiosk('kiosk-1', 'A1'));
    });

    test('an assertion id is spent once per kiosk until it has expired', async () => {
      const assertion = { kiosk: 'kiosk-1', jti: 'one', expiresMs: nowMs + 1000, nowMs };
      expect(await register.spendAssertion(assertion)).toBe(true);
      expect(await register.spendAssertion(assertion)).toBe(false);
      expect(await register.spendAssertion({ ...assertion, kiosk: 'kiosk-2' })).toBe(true);
      expect(await register.spendAssertion({ ...assertion, nowMs: nowMs + 2000 })).toBe(true);
    });

    test('tries are counted within the window and each number for itself', async () => {
      const attempt = { key: 'A6-0001', nowMs, sinceMs: nowMs - 100, limit: 2 };
      expect(await register.countTry(attempt)).toEqual({ allowed: true });
      expect(await register.countTry({ ...attempt, nowMs: nowMs + 10 })).toEqual({ allowed: true });
      expect(await register.countTry({ ...attempt, nowMs: nowMs + 20 })).toEqual({ allowed: false, oldestMs: nowMs });
      expect(await register.countTry({ ...attempt, key: 'A6-0002' })).toEqual({ allowed: true });
      const afterwards = { ...attempt, nowMs: nowMs + 101, sinceMs: nowMs + 1 };
      expect(await register.countTry(afterwards)).toEqual({ allowed: true });
    });

    test('probable doubles: same applicant, same service, same receiver, within a day, neither refused nor withdrawn', async () => {
      const dayMs = 24 * 3_600_000;
      const applicant = 'same';
      await register.receive([
        anArrival(1, { applicant }),
        anArrival(2, { applicant, receivedMs: nowMs + dayMs }),
        anArrival(3, { applicant, receivedMs: nowMs + 3 * dayMs, filedMs: nowMs + 3 * dayMs }),
        anArrival(4, { applicant, service: 'marital-status' }),
        anArrival(5, { applicant, unit: '00199' }),
        anArrival(6, { applicant: null }),
        anArrival(7, { applicant: null }),
      ]);
      expect((await register.probableDoubles('00190')).map((pair) => [...pair].sort())).toEqual([
        [filingId(1), filingId(2)].sort(),
      ]);
      await register.setStatus({ filing: filingId(2), from: 1, to: 3, at: later, by: 'duc' });
      expect(await register.probableDoubles('00190')).toEqual([]);
    });

    test('the audit keeps its order and is never shortened', async () => {
      const entry = { at: now, officer: 'duc', unit: '00190', act: 'dossier-opened', filing: filingId(1) } as const;
      await register.audit(entry);
      await register.audit({ ...entry, act: 'status-set', detail: '1>2' });
      await register.audit({ at: later, officer: 'mai', unit: '00199', act: 'signed-in' });
      expect(await register.auditTrail(filingId(1))).toEqual([entry, { ...entry, act: 'status-set', detail: '1>2' }]);
      expect(await register.auditTrail()).toHaveLength(3);
    });

    test('officers, staff, configurations and ratings are kept and replaced by their id', async () => {
      const password = { salt: 'c2FsdA', hash: 'aGFzaA', n: 32768, r: 8, p: 1 };
      const officer = { user: 'duc', name: 'Nguyễn Minh Đức', unit: '00190', password };
      await register.addOfficer(officer);
      await register.addOfficer({ ...officer, unit: '00199' });
      expect(await register.officers()).toEqual([{ ...officer, unit: '00199' }]);
      expect(await register.findOfficer('mai')).toBeUndefined();
      const member = { id: 'staff-1', name: 'Phạm Thu Hà', role: 'attendant', pin: password } as const;
      await register.addStaff(member);
      expect(await register.staff()).toEqual([member]);
      await register.keepConfig('kiosk-1', { version: 1, token: 'one' });
      await register.keepConfig('kiosk-1', { version: 2, token: 'two' });
      expect(await register.findConfig('kiosk-1')).toEqual({ version: 2, token: 'two' });
      const rating = { id: '0'.repeat(32), service: 'birth-registration', day: '2026-11-11', score: 5 };
      await register.addRatings('kiosk-1', [rating, rating]);
      await register.addRatings('kiosk-1', [rating]);
      await register.addRatings('kiosk-1', []);
      expect(await register.ratings()).toEqual([{ kiosk: 'kiosk-1', ...rating }]);
    });

    test('ratings are counted by service, factor and score, for the kiosks of one unit', async () => {
      for (const [secret, kiosk] of [
        ['mine', aKiosk('mine', 'A6')],
        ['elsewhere', { ...aKiosk('elsewhere', 'B7'), unit: '00199' }],
      ] as const) {
        await register.addEnrolment(anEnrolment(secret));
        await register.enrol({ secretHash: secret, nowMs }, () => kiosk);
      }
      const rating = { id: '1'.repeat(32), service: 'feedback', day: '2026-11-11', score: 4 };
      const staff = { ...rating, factor: 'staff', score: 2 } as const;
      await register.addRatings('mine', [rating, { ...rating, id: '2'.repeat(32) }, { ...staff, id: '3'.repeat(32) }]);
      await register.addRatings('elsewhere', [{ ...staff, id: '4'.repeat(32) }]);
      const { id: _id, day: _day, ...whole } = rating;
      expect((await register.ratingCounts('00190')).sort((one, other) => other.count - one.count)).toEqual([
        { ...whole, count: 2 },
        { service: 'feedback', factor: 'staff', score: 2, count: 1 },
      ]);
      expect(await register.ratingCounts('00199')).toEqual([
        { service: 'feedback', factor: 'staff', score: 2, count: 1 },
      ]);
      expect((await register.ratings()).map(({ factor }) => factor)).toEqual([undefined, undefined, 'staff', 'staff']);
    });

    describe('heads of journals', () => {
      const at = (minutes: number) => new Date(nowMs + minutes * 60_000).toISOString();
      const head = (records: number, chain: number, minutes: number) => ({
        records,
        hash: filingId(chain * 10_000 + records),
        at: at(minutes),
      });
      beforeEach(async () => {
        await register.addEnrolment(anEnrolment('s'));
        await register.enrol({ secretHash: 's', nowMs }, () => aKiosk('kiosk-1', 'A6'));
      });

      test('are remembered in order while the journal grows, and told twice count once', async () => {
        for (const one of [head(3, 1, 0), head(7, 1, 1), head(7, 1, 2), head(9, 1, 3)]) {
          expect(await register.noteHead('kiosk-1', one)).toBeUndefined();
        }
        expect((await register.heads('kiosk-1')).map(({ records }) => records)).toEqual([3, 7, 9]);
        expect(await register.headAlarms('kiosk-1')).toEqual([]);
        expect((await register.findKiosk('kiosk-1'))?.head).toEqual(head(9, 1, 3));
        expect(await register.noteHead('nobody', head(1, 1, 0))).toBeUndefined();
      });

      test('a journal that is shorter than before raises one alarm, which a longer one closes', async () => {
        await register.noteHead('kiosk-1', head(100, 1, 0));
        const alarm = await register.noteHead('kiosk-1', head(95, 2, 10));
        expect(alarm).toMatchObject({ kind: 'shorter', before: { records: 100 }, told: { records: 95 } });
        expect(await register.noteHead('kiosk-1', head(96, 2, 11))).toBeUndefined();
        expect(await register.headAlarms('kiosk-1')).toEqual([alarm]);
        expect(await register.noteHead('kiosk-1', head(101, 2, 20))).toBeUndefined();
        expect(await register.headAlarms('kiosk-1')).toEqual([{ ...alarm, overAt: at(20) }]);
      });

      test('as many records under another hash are another journal, for good', async () => {
        await register.noteHead('kiosk-1', head(100, 1, 0));
        await register.noteHead('kiosk-1', head(102, 1, 1));
        const alarm = await register.noteHead('kiosk-1', head(100, 2, 2));
        expect(alarm).toMatchObject({ kind: 'forked', before: { records: 100, hash: head(100, 1, 0).hash } });
        await register.noteHead('kiosk-1', head(200, 2, 9));
        expect(await register.headAlarms('kiosk-1')).toEqual([alarm]);
        await register.settleForks('kiosk-2', at(20));
        expect(await register.headAlarms('kiosk-1')).toEqual([alarm]);
        await register.settleForks('kiosk-1', at(20));
        await register.settleForks('kiosk-1', at(30));
        expect(await register.headAlarms('kiosk-1')).toEqual([{ ...alarm, overAt: at(20) }]);
      });

      test('a message that was overtaken is no alarm, and the newest head is what was told last', async () => {
        await register.noteHead('kiosk-1', head(100, 1, 0));
        await register.noteHead('kiosk-1', head(102, 1, 1));
        expect(await register.noteHead('kiosk-1', head(101, 1, 2))).toBeUndefined();
        expect(await register.noteHead('kiosk-1', head(100, 1, 60))).toBeUndefined();
        expect((await register.findKiosk('kiosk-1'))?.head?.records).toBe(100);
        expect(await register.headAlarms('kiosk-1')).toEqual([]);
      });

      test('only so many are kept, and the memory of a noisy kiosk does not grow', async () => {
        for (let records = 1; records <= headsKept + 5; records += 1)
          await register.noteHead('kiosk-1', head(records, 1, 0));
        const heads = await register.heads('kiosk-1');
        expect([heads.length, heads[0]?.records, heads.at(-1)?.records]).toEqual([headsKept, 6, headsKept + 5]);
        for (let turn = 0; turn < alarmsKept + 3; turn += 1) {
          await register.noteHead('kiosk-1', { records: 500, hash: filingId(90_000 + turn), at: at(turn) });
        }
        expect(await register.headAlarms('kiosk-1')).toHaveLength(alarmsKept);
      });
    });

    test('what intake refused is remembered with its newest reason until it is received', async () => {
      const refusal = (filing: number, problem: 'filing-changed' | 'filing-cannot-be-opened') => ({
        filing: filingId(filing),
        slip: `A6-000${filing}`,
        problem,
        at: now,
      });
      await register.noteRefused('kiosk-a6', [refusal(1, 'filing-changed'), refusal(2, 'filing-changed')]);
      await register.noteRefused('kiosk-a6', [refusal(2, 'filing-cannot-be-opened')]);
      await register.noteRefused('kiosk-b1', [{ filing: filingId(3), problem: 'bad-request', at: now }]);
      expect(await register.refusals('kiosk-a6')).toEqual([
        refusal(1, 'filing-changed'),
        refusal(2, 'filing-cannot-be-opened'),
      ]);
      expect(await register.refusals('kiosk-b1')).toEqual([{ filing: filingId(3), problem: 'bad-request', at: now }]);
      await register.receive([anArrival(2)]);
      expect(await register.refusals('kiosk-a6')).toEqual([refusal(1, 'filing-changed')]);
    });

    test('cases of a kiosk come by sequence, page by page; withdrawals that wait are told until their filing comes', async () => {
      await register.receive([anArrival(3), anArrival(1), anArrival(2), { ...anArrival(4), kiosk: 'kiosk-b1' }]);
      const sequences = async (after: number, limit: number) =>
        (await register.casesOfKiosk('kiosk-a6', { after, limit })).map(({ sequence }) => sequence);
      expect(await sequences(0, 2)).toEqual([1, 2]);
      expect(await sequences(2, 2)).toEqual([3]);
      const early = { kiosk: 'kiosk-a6', filing: filingId(9), at: now, now: later };
      await register.withdraw(early);
      expect(await register.waitingWithdrawals('kiosk-a6')).toEqual([filingId(9)]);
      expect(await register.waitingWithdrawals('kiosk-b1')).toEqual([]);
      await register.receive([anArrival(9)]);
      expect(await register.waitingWithdrawals('kiosk-a6')).toEqual([]);
    });
  });
}

export const now = '2026-11-11T12:42:00.000Z';
export const nowMs = Date.parse(now);
const later = '2026-11-11T13:00:00.000Z';
/** 19:42 in Hanoi, in hundredths of a second since midnight. */
const hundredthsAtNow = (19 * 60 + 42) * 60 * 100;

export function filingId(number: number): string {
  return number.toString(16).padStart(64, '0');
}

export function anArrival(sequence: number, bent: Partial<Arrival> = {}): Arrival {
  return {
    filing: filingId(sequence),
    kiosk: 'kiosk-a6',
    sequence,
    slip: `A6-${String(sequence).padStart(4, '0')}`,
    service: 'birth-registration',
    serviceVersion: '2026.1',
    unit: '00190',
    bodySha256: filingId(100 + sequence),
    filedAt: now,
    filedMs: nowMs,
    receivedAt: now,
    receivedMs: nowMs,
    applicant: `applicant-${sequence}`,
    codePrefix: 'H26.5',
    codeDay: '20261111',
    body: {
      envelope: `envelope-${sequence}`,
      ciphertext: Uint8Array.of(1, 2, 3),
      locked: Uint8Array.of(4, 5, 6),
    },
    ...bent,
  };
}

function aPayment(amount: number | null): PaymentRecord {
  const lines = [{ label: { vi: 'Bản sao', en: 'Copies' }, amount, support: 'unconfirmed' as const }];
  return { filing: filingId(1), amount, lines, setAt: now, setBy: 'portal' };
}

function aChange(from: number | null, to: number): PaymentChange {
  return { filing: filingId(1), from, to, at: later, by: 'duc', note: 'theo biểu phí' };
}

function anEnrolment(secretHash: string): EnrolmentRecord {
  return {
    secretHash,
    label: 'A6',
    unit: '00190',
    site: { name: 'Sảnh tòa A6', address: 'Hà Nội' },
    createdAt: now,
    createdBy: 'duc',
    expiresMs: nowMs + 3_600_000,
  };
}

function aKiosk(id: string, label: string): KioskRecord {
  return {
    id,
    label,
    deviceKey: { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'device' },
    unit: '00190',
    site: { name: 'Sảnh tòa A6', address: 'Hà Nội' },
    enrolledAt: now,
  };
}
