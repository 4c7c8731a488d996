import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importCarried } from '../../portal/intake/import-file.ts';
import type { SealedFiling } from '../../shared/dossier/sealed-filing.ts';
import { webSigning } from '../../shared/dossier/web-cryptography.ts';
import { signWithdrawal } from '../../shared/dossier/withdrawal.ts';
import { enrolKiosk, type PortalKiosk } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aFilingWithPaper, fileOf, inPieces, sourceOf, type ToCarry } from './a-carried-file.ts';

let portal: EmbeddedPortal;
let kiosk: PortalKiosk;
beforeAll(async () => {
  portal = await anEmbeddedPortal();
});
afterAll(() => portal.close());

async function aKioskOf(unit?: string): Promise<PortalKiosk> {
  return enrolKiosk(await portal.enrolment(unit));
}

async function carried(...carrying: ToCarry[]): Promise<Uint8Array> {
  return (await fileOf(sourceOf(kiosk, carrying))).bytes;
}

describe('a carried file at the portal', () => {
  test('brings filings, parts and withdrawals in once, however often and by whichever way they come', async () => {
    kiosk = await aKioskOf();
    const [sentBefore, withPaper, plain] = [
      { sealed: await kiosk.seal() },
      await aFilingWithPaper(kiosk, 40_000),
      { sealed: await kiosk.seal() },
    ];
    const withdrawal = await signWithdrawal(
      { kiosk: kiosk.id, filing: plain.sealed.filing.id, at: '2026-11-21T20:00:00.000Z' },
      webSigning(kiosk.identity.deviceKey),
    );
    const {
      filings: [sent],
    } = await kiosk.sync({ filings: [sentBefore.sealed.filing] });
    const bytes = await carried(sentBefore, withPaper, { ...plain, withdrawal });

    const first = await importCarried(inPieces(bytes), portal.ports);
    expect(first).toMatchObject({
      file: 'whole',
      kiosks: [{ id: kiosk.id, standing: 'known' }],
      refused: [],
      missing: [],
      withdrawals: { recorded: 1, refused: 0 },
      stopped: undefined,
    });
    expect(slips(first.fresh)).toEqual([slipOf(withPaper), slipOf(plain)]);
    expect(slips(first.known)).toEqual([slipOf(sentBefore)]);

    const again = await importCarried(inPieces(bytes, 17), portal.ports);
    expect(again.fresh).toEqual([]);
    expect(slips(again.known)).toEqual([sentBefore, withPaper, plain].map(slipOf));

    // The network is back: the kiosk sends everything again and gets the receipts that were signed at the import.
    const answer = await kiosk.sync({ filings: [sentBefore, withPaper, plain].map(({ sealed }) => sealed.filing) });
    expect(answer.filings[0]).toEqual(sent);
    const kept = await portal.ports.register.findCases(answer.filings.map(({ id }) => id));
    expect(answer.filings.map((result) => result.state === 'received' && result.receipt)).toEqual(
      kept.map(({ receipt }) => receipt),
    );
    expect(kept.map(({ status }) => status)).toEqual([1, 1, 7]);
    expect(await portal.ports.register.heldRanges(kiosk.id)).toEqual([[1, 3]]);
  });

  test('cut short, it brings what is whole, and says by slip what is missing', async () => {
    kiosk = await aKioskOf();
    const carrying = [
      await aFilingWithPaper(kiosk, 3000),
      await aFilingWithPaper(kiosk, 3000),
      { sealed: await kiosk.seal() },
    ];
    const bytes = await carried(...carrying);
    const half = await importCarried(inPieces(bytes.subarray(0, bytes.length / 2)), portal.ports);
    expect(half.file).toBe('not-whole');
    expect(slips(half.fresh)).toEqual([slipOf(carrying[0])]);
    expect([...slips(half.partsMissing), ...slips(half.missing)]).toEqual([carrying[1], carrying[2]].map(slipOf));
    const whole = await importCarried(inPieces(bytes), portal.ports);
    expect(slips(whole.fresh)).toEqual([carrying[1], carrying[2]].map(slipOf));
    // The half file once more: what it lacks has come meanwhile, and is not missing any more.
    const late = await importCarried(inPieces(bytes.subarray(0, bytes.length / 2)), portal.ports);
    expect([late.missing, late.partsMissing]).toEqual([[], []]);
    expect(late.known).toHaveLength(3);
  });

  test('cut exactly between two entries, or with one taken out, it is not whole either', async () => {
    kiosk = await aKioskOf();
    const bytes = Buffer.from(await carried({ sealed: await kiosk.seal() }, { sealed: await kiosk.seal() }));
    const starts: number[] = [];
    for (let from = bytes.indexOf('DCCARRY1'); from >= 0; from = bytes.indexOf('DCCARRY1', from + 1)) starts.push(from);
    const [, , filing = 0, next = 0] = starts;
    const withoutEnd = bytes.subarray(0, starts.at(-1));
    const withoutFiling = Buffer.concat([bytes.subarray(0, filing), bytes.subarray(next)]);
    const taken = await importCarried(inPieces(withoutFiling), portal.ports);
    expect(taken).toMatchObject({
      file: 'not-whole',
      gaps: 1,
      damaged: [],
      fresh: { length: 1 },
      missing: { length: 1 },
    });
    expect(await importCarried(inPieces(withoutEnd), portal.ports)).toMatchObject({
      file: 'not-whole',
      gaps: 0,
      damaged: [],
      missing: [],
    });
  });

  test('an upload that breaks off keeps what had come', async () => {
    kiosk = await aKioskOf();
    const carrying = [{ sealed: await kiosk.seal() }, await aFilingWithPaper(kiosk, 90_000)];
    const bytes = await carried(...carrying);
    async function* breaksOff() {
      yield* inPieces(bytes.subarray(0, bytes.length - 50_000));
      throw new Error('aborted');
    }
    const report = await importCarried(breaksOff(), portal.ports);
    expect(report).toMatchObject({ file: 'not-whole', stopped: 'upload-ended' });
    expect(slips(report.fresh)).toEqual([slipOf(carrying[0])]);
    expect(slips(report.partsMissing)).toEqual([slipOf(carrying[1])]);
  });

  test('whatever byte was changed, nothing wrong is taken in and everything untouched is', async () => {
    kiosk = await aKioskOf();
    const carrying = [
      { sealed: await kiosk.seal() },
      await aFilingWithPaper(kiosk, 500),
      { sealed: await kiosk.seal() },
    ];
    const bytes = await carried(...carrying);
    for (let at = 30; at < bytes.length; at += 331) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x20;
      const report = await importCarried(inPieces(changed), portal.ports);
      expect(report.file).toBe('not-whole');
      expect(report.damaged).toHaveLength(1);
    }
    expect(await portal.ports.register.heldRanges(kiosk.id)).toEqual([[1, 3]]);
    for (const { sealed } of carrying) {
      const body = await portal.ports.register.findBody(sealed.filing.id);
      expect(body?.envelope).toBe(sealed.filing.envelope);
    }
  });

  test('filings that are not genuine are refused one by one, with the reason, and their parts are not kept', async () => {
    kiosk = await aKioskOf();
    const stranger = await aKioskOf('00199');
    const good = { sealed: await kiosk.seal() };
    const forged = await aFilingWithPaper(stranger, 2000);
    const changed = { sealed: await kiosk.seal() };
    const other = { sealed: await kiosk.seal() };
    const swapped: ToCarry = {
      sealed: { ...changed.sealed, filing: { ...changed.sealed.filing, ciphertext: other.sealed.filing.ciphertext } },
    };
    const report = await importCarried(inPieces(await carried(forged, swapped, good)), portal.ports);
    expect(slips(report.fresh)).toEqual([slipOf(good)]);
    expect(report.refused.map(({ slip, problem }) => [slip, problem])).toEqual([
      [slipOf(forged), 'filing-signature'],
      [slipOf(swapped), 'filing-changed'],
    ]);
    const [part = ''] = forged.parts?.keys() ?? [];
    expect(await portal.ports.parts.size(part)).toBeUndefined();
  });

  test('a forged copy in front does not keep the genuine filing out, and each is named once', async () => {
    kiosk = await aKioskOf();
    const genuine = await aFilingWithPaper(kiosk, 5_000);
    const { id } = genuine.sealed.filing;
    const source = sourceOf(kiosk, [genuine]);
    const copies: ((filing: SealedFiling) => SealedFiling)[] = [
      (filing) => ({ ...filing, ciphertext: `${filing.ciphertext.slice(0, -8)}AAAAAAAA` }),
      (filing) => filing,
      (filing) => filing,
    ];
    const [named] = source.filings;
    if (!named) throw new Error('nothing to carry');
    let asked = 0;
    const { bytes } = await fileOf({
      ...source,
      filings: copies.map(() => named),
      async filing(wanted) {
        const found = await source.filing(wanted);
        const bent = copies[asked];
        asked += 1;
        return typeof found === 'string' || !bent ? found : { ...found, filing: bent(found.filing) };
      },
    });
    const report = await importCarried(inPieces(bytes), portal.ports);
    expect(report).toMatchObject({ fresh: [{ id }], known: [], refused: [], partsMissing: [], missing: [] });
  });

  test('what a stranger wrote into a file is not remembered at any length', async () => {
    kiosk = await aKioskOf();
    const source = sourceOf(kiosk, [{ sealed: await kiosk.seal() }]);
    const long = 'Nguyễn Văn A, '.repeat(1000);
    const { bytes } = await fileOf({ ...source, header: { ...source.header, label: long, kiosk: long } });
    const report = await importCarried(inPieces(bytes), portal.ports);
    expect(report.fresh).toHaveLength(1);
    expect(JSON.stringify(report)).not.toContain('Nguyễn');
  });

  test('a kiosk of another portal and one that was shut out bring nothing; an administrator may let the second in', async () => {
    const elsewhere = await anEmbeddedPortal();
    kiosk = await enrolKiosk(await elsewhere.enrolment());
    const foreign = await importCarried(inPieces(await carried({ sealed: await kiosk.seal() })), portal.ports);
    expect(foreign.kiosks).toEqual([{ id: kiosk.id, label: undefined, standing: 'unknown' }]);
    expect(foreign.refused.map(({ problem }) => problem)).toEqual(['device-unknown']);
    await elsewhere.close();

    kiosk = await aKioskOf();
    const bytes = await carried(await aFilingWithPaper(kiosk, 2000));
    await portal.ports.register.setRevoked(kiosk.id, '2026-11-21T00:00:00.000Z');
    const shutOut = await importCarried(inPieces(bytes), portal.ports);
    expect(shutOut).toMatchObject({ fresh: [], kiosks: [{ standing: 'revoked' }] });
    expect(shutOut.refused.map(({ problem }) => problem)).toEqual(['device-revoked']);
    const allowed = await importCarried(inPieces(bytes), portal.ports, { fromRevoked: true });
    expect(allowed.fresh).toHaveLength(1);
  });

  test('several sticks with overlapping filings make each filing one case', async () => {
    kiosk = await aKioskOf();
    const [one, two, three] = [
      { sealed: await kiosk.seal() },
      { sealed: await kiosk.seal() },
      { sealed: await kiosk.seal() },
    ];
    const sticks = [await carried(one, two), await carried(two, three)];
    const reports = await Promise.all(sticks.map((bytes) => importCarried(inPieces(bytes), portal.ports)));
    expect(await portal.ports.register.heldRanges(kiosk.id)).toEqual([[1, 3]]);
    expect(reports.every(({ refused, missing }) => refused.length + missing.length === 0)).toBe(true);
  });

  test('a register that is full or broken stops the import; the same file goes on where it stopped', async () => {
    kiosk = await aKioskOf();
    const bytes = await carried(
      ...(await Promise.all(Array.from({ length: 60 }, async () => ({ sealed: await kiosk.seal() })))),
    );
    let calls = 0;
    const full = {
      ...portal.ports,
      register: {
        ...portal.ports.register,
        receive: (arrivals: Parameters<typeof portal.ports.register.receive>[0]) => {
          calls += 1;
          if (calls > 1) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
          return portal.ports.register.receive(arrivals);
        },
      },
    };
    const stopped = await importCarried(inPieces(bytes), full);
    expect(stopped).toMatchObject({ file: 'not-whole', stopped: 'disk-full' });
    expect(stopped.fresh.length).toBe(50);
    const rest = await importCarried(inPieces(bytes), portal.ports);
    expect([rest.file, rest.fresh.length, rest.known.length]).toEqual(['whole', 10, 50]);
  });
});

function slipOf(one: ToCarry | undefined): string | undefined {
  return one?.sealed.envelope.slip;
}

function slips(named: readonly { slip: string }[]): string[] {
  return named.map(({ slip }) => slip);
}
