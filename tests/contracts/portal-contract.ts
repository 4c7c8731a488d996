import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import deathBundle from '../../assets/catalogue/death-bundle.json' with { type: 'json' };
import { readServiceFile } from '../../shared/catalogue/read-catalogue.ts';
import { toHex } from '../../shared/dossier/bytes.ts';
import { seal } from '../../shared/dossier/seal.ts';
import {
  makeVisitKeys,
  webHashing,
  webSealing,
  webSigning,
  webVerifying,
} from '../../shared/dossier/web-cryptography.ts';
import { signWithdrawal } from '../../shared/dossier/withdrawal.ts';
import { BundlesAnswer, bundleBounds } from '../../shared/portal-contract/bundles.ts';
import { CorrectionAnswer } from '../../shared/portal-contract/correction.ts';
import { DraftAnswer } from '../../shared/portal-contract/draft-certificate.ts';
import { Information, InformationAnswer } from '../../shared/portal-contract/information.ts';
import {
  bounds,
  CaseWithdrawalAnswer,
  contractVersion,
  type FilingResult,
  HealthAnswer,
  oldestContractVersion,
} from '../../shared/portal-contract/messages.ts';
import { readPaymentOrder } from '../../shared/portal-contract/payment.ts';
import { ProblemBody, type ProblemCode, problems } from '../../shared/portal-contract/problems.ts';
import { PortalTime, readSigned } from '../../shared/portal-contract/receipt.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import { aDossier, newKey, type PortalKiosk, publicKey, type Sealed, tryEnrol } from './portal-kiosk.ts';

/**
 * The wire contract as claims that can be checked against any portal: the embedded one in `npm test`, a city's own gateway
 * with `npm run conformance`. Needs one enrolled kiosk; leaves invented dossiers behind.
 */
export interface ContractWorld {
  readonly url: string;
  readonly kiosk: PortalKiosk;
  /** The one-time secret the kiosk used up, when this run enrolled it. */
  readonly usedSecret?: string | undefined;
}

export interface Claim {
  readonly claim: string;
  check(world: ContractWorld): Promise<void>;
}

export const portalClaims: readonly Claim[] = [
  {
    claim: 'health says that this is a portal of this contract, and what time it has',
    async check({ url }) {
      const response = await fetch(`${url}${routes.health.path}`);
      assert.equal(response.status, 200);
      HealthAnswer.parse(await response.json());
      assert.match(response.headers.get('cache-control') ?? '', /no-store/);
    },
  },
  {
    claim: 'an unknown route is answered with a problem of the table',
    async check({ url }) {
      await isProblem(await fetch(`${url}/v1/no-such-thing`), 'not-found');
    },
  },
  {
    claim: 'a message that is not JSON is answered with a problem of the table',
    async check({ kiosk }) {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${await kiosk.token()}` };
      const url = `${kiosk.identity.portal}${routes.sync.path}`;
      await isProblem(await fetch(url, { method: 'POST', headers, body: '{"contract":' }), 'bad-request');
    },
  },
  {
    claim: 'a kiosk reports how its storage stands, only about itself, and as often as it likes',
    async check({ kiosk }) {
      const report = {
        kiosk: kiosk.id,
        at: new Date().toISOString(),
        build: 'contract',
        store: { state: 'open', vanished: null, persistent: true },
        safe: { shut: false, damaged: 0, cutAt: null },
        room: { freeBytes: 1e9, parts: true, filings: true },
      };
      const { method, path } = routes.report;
      for (const _time of [1, 2]) assert.equal((await kiosk.send(method, path, report)).status, 204);
      await isProblem(await kiosk.send(method, path, { ...report, kiosk: 'another' }), 'bad-request');
      await isProblem(await kiosk.send(method, path, { ...report, resident: 'x' }), 'bad-request');
    },
  },
  {
    claim: 'a message larger than the bound is answered as too large',
    async check({ kiosk }) {
      const response = await kiosk.trySync({ withdrawals: ['x'.repeat(bounds.syncBytes)] });
      await isProblem(response, 'too-large');
    },
  },
  {
    claim: 'a kiosk of every contract version still in the field is understood',
    async check({ kiosk }) {
      for (let contract = oldestContractVersion; contract <= contractVersion; contract += 1)
        assert.equal((await kiosk.trySync({ contract })).status, 200);
    },
  },
  {
    claim:
      'a message of a contract version nobody knows, of another kiosk, or with too many filings is refused as a whole',
    async check({ kiosk }) {
      await isProblem(await kiosk.trySync({ contract: contractVersion + 1 }), 'bad-request');
      await isProblem(await kiosk.trySync({ kiosk: 'somebody-else' }), 'bad-request');
      const { filing } = await kiosk.seal();
      const filings = Array.from({ length: bounds.filingsPerSync + 1 }, () => ({ ...filing, ciphertext: '' }));
      await isProblem(await kiosk.trySync({ filings }), 'bad-request');
    },
  },

  {
    claim: 'a one-time secret is refused the second time, and a made-up one always',
    async check({ url, usedSecret }) {
      const request = {
        deviceKey: publicKey(await newKey()),
        panel: { width: 1080, height: 1920, diagonalInches: 21.5 },
        build: 'contract-test',
      };
      if (usedSecret) await isProblem(await tryEnrol(url, { ...request, secret: usedSecret }), 'enrolment-refused');
      await isProblem(await tryEnrol(url, { ...request, secret: 'x'.repeat(32) }), 'enrolment-refused');
      await isProblem(await tryEnrol(url, { secret: 'x' }), 'bad-request');
    },
  },
  {
    claim: 'without a token, or with a made-up one, nothing is taken',
    async check({ url }) {
      const none = await fetch(`${url}${routes.sync.path}`, { method: 'POST' });
      await isProblem(none, 'not-authenticated');
      const authorization = `Bearer ${'x'.repeat(43)}`;
      const madeUp = await fetch(`${url}${routes.lookup.path}`, { method: 'POST', headers: { authorization } });
      await isProblem(madeUp, 'not-authenticated');
    },
  },
  {
    claim: 'an assertion works once',
    async check({ kiosk }) {
      const assertion = await kiosk.assertion();
      assert.equal((await kiosk.askToken(assertion)).status, 200);
      await isProblem(await kiosk.askToken(assertion), 'not-authenticated');
    },
  },
  {
    claim: 'an assertion for another portal is refused',
    async check({ kiosk }) {
      const assertion = await kiosk.assertion({ audience: 'https://elsewhere.example/v1/token' });
      await isProblem(await kiosk.askToken(assertion), 'not-authenticated');
    },
  },
  {
    claim: 'an assertion from a clock that is a day behind or ahead is refused, and the portal says what time it is',
    async check({ kiosk }) {
      for (const offset of [-86_400, 86_400]) {
        const assertion = await kiosk.assertion({ atSeconds: Math.floor(Date.now() / 1000) + offset });
        const problem = await isProblem(await kiosk.askToken(assertion), 'not-authenticated');
        assert.ok(Math.abs(Date.parse(String(problem.now)) - Date.now()) < 60_000, 'the problem carries `now`');
      }
    },
  },
  {
    claim: 'an assertion by another key, or for an unknown kiosk, is no device of this portal',
    async check({ kiosk }) {
      await isProblem(await kiosk.askToken(await kiosk.assertion({ key: await newKey() })), 'device-unknown');
      await isProblem(await kiosk.askToken(await kiosk.assertion({ kiosk: 'no-such-kiosk' })), 'device-unknown');
      await isProblem(await kiosk.askToken('not an assertion'), 'bad-request');
    },
  },

  {
    claim: 'a filing is received with a signed receipt that names it, its body, a code and the receiver',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      const receipt = await received(kiosk, sealed);
      assert.ok(receipt.code.length > 0);
      assert.notEqual(receipt.code, sealed.envelope.slip);
      assert.equal(receipt.receiver.unit, sealed.dossier.receiver.unit);
    },
  },
  {
    claim: 'the same filing sent again gets the same receipt byte for byte',
    async check({ kiosk }) {
      const { filing } = await kiosk.seal();
      const first = await kiosk.sync({ filings: [filing] });
      const second = await kiosk.sync({ filings: [filing] });
      assert.deepEqual(second.filings, first.filings);
      assert.equal(first.filings[0]?.state, 'received');
    },
  },
  {
    claim: 'the same filing sent eight times at once, and twice in one message, is one case',
    async check({ kiosk }) {
      const { filing } = await kiosk.seal();
      const answers = await Promise.all(Array.from({ length: 8 }, () => kiosk.sync({ filings: [filing, filing] })));
      const receipts = new Set(answers.flatMap(({ filings }) => filings.map(receiptOf)));
      assert.equal(receipts.size, 1);
    },
  },
  {
    claim: 'two filings of the same answers are two cases',
    async check({ kiosk }) {
      const one = await kiosk.seal();
      const other = await kiosk.seal(one.dossier);
      assert.notEqual((await received(kiosk, one)).code, (await received(kiosk, other)).code);
    },
  },
  {
    claim:
      'in one message each filing is judged alone: the good ones are received, each bad one is refused for its own reason',
    async check({ kiosk }) {
      const good = await kiosk.seal();
      const changed = await kiosk.seal();
      const otherId = await kiosk.seal();
      const forged = await kiosk.seal({}, {}, { key: await newKey() });
      const borrowed = await kiosk.seal({}, { kiosk: 'another-kiosk' });
      const unopenable = await kiosk.seal(
        {},
        { intakeKey: kiosk.trust.intake[0]?.kid as string },
        { to: await newKey() },
      );
      const unknownKey = await kiosk.seal({}, { intakeKey: 'no-such-key' });
      const noDossier = await sealNonsense(kiosk, good);
      const answer = await kiosk.sync({
        filings: [
          { ...changed.filing, ciphertext: (await kiosk.seal()).filing.ciphertext },
          { ...otherId.filing, id: toHex(randomBytes(32)) },
          forged.filing,
          borrowed.filing,
          unopenable.filing,
          unknownKey.filing,
          noDossier.filing,
          { ...otherId.filing, ciphertext: 'A' },
          good.filing,
        ],
      });
      assert.deepEqual(answer.filings.map(problemOf), [
        'filing-changed',
        'filing-changed',
        'filing-signature',
        'filing-signature',
        'filing-cannot-be-opened',
        'filing-cannot-be-opened',
        'filing-cannot-be-opened',
        'filing-changed',
        'received',
      ]);
    },
  },
  {
    claim: 'a filing sealed to the next intake key is received',
    async check({ kiosk }) {
      for (const to of kiosk.trust.intake) await received(kiosk, await kiosk.seal({}, {}, { to }));
    },
  },
  {
    claim: 'whatever can be opened is received with a code, also an unknown service version without any consent',
    async check({ kiosk }) {
      const service = { id: 'no-such-service', version: '1999.9', code: null };
      const sealed = await kiosk.seal({
        service,
        consents: [],
        answers: {},
        receiver: { kind: 'ward', unit: 'nowhere' },
      });
      const receipt = await received(kiosk, sealed);
      assert.notEqual(receipt.receiver.unit, 'nowhere');
    },
  },

  {
    claim: 'a filing waits for its parts, and is received once they are there',
    async check({ kiosk }) {
      const part = await kiosk.sealPart(randomBytes(300_000), 'birth-notice');
      const sealed = await kiosk.seal({ papers: [part.page] });
      const { sha256 } = part.page;
      const path = routes.partSize.path.replace(':sha256', sha256);
      const before = await kiosk.sync({ filings: [sealed.filing] });
      assert.deepEqual(before.filings, [{ id: sealed.filing.id, state: 'parts-missing', parts: [sha256] }]);
      assert.equal((await kiosk.send('HEAD', path)).status, 404);
      assert.equal((await kiosk.putPart(sha256, part.ciphertext)).status, 201);
      assert.equal((await kiosk.putPart(sha256, part.ciphertext)).status, 200);
      const head = await kiosk.send('HEAD', path);
      assert.equal(head.status, 200);
      assert.equal(head.headers.get('content-length'), String(part.ciphertext.length));
      await received(kiosk, sealed);
    },
  },
  {
    claim: 'a large part comes in pieces and goes on where the portal says it has come to',
    async check({ kiosk }) {
      const { page, ciphertext } = await kiosk.sealPart(randomBytes(100_000), 'birth-notice');
      const path = routes.putPiece.path.replace(':sha256', page.sha256);
      const put = (from: number, to: number, isLast: boolean) =>
        kiosk.send('PATCH', path, ciphertext.subarray(from, to), {
          'content-type': 'application/partial-upload',
          'upload-offset': String(from),
          'upload-complete': isLast ? '?1' : '?0',
        });
      const atStart = await kiosk.send('HEAD', path);
      assert.deepEqual([atStart.status, atStart.headers.get('upload-offset')], [404, '0']);
      const first = await put(0, 40_000, false);
      assert.deepEqual([first.status, first.headers.get('upload-offset')], [204, '40000']);
      const again = await put(0, 40_000, false);
      assert.equal(again.headers.get('upload-offset'), '40000');
      await isProblem(again, 'offset-wrong');
      const between = await kiosk.send('HEAD', path);
      assert.deepEqual([between.status, between.headers.get('upload-offset')], [404, '40000']);
      assert.equal((await put(40_000, ciphertext.length, true)).status, 201);
      assert.equal((await kiosk.send('HEAD', path)).headers.get('content-length'), String(ciphertext.length));
      assert.equal((await put(0, 10, false)).status, 200);
      const wrong = await kiosk.send('PATCH', path.replace(page.sha256, toHex(randomBytes(32))), randomBytes(10), {
        'content-type': 'application/partial-upload',
        'upload-offset': '0',
        'upload-complete': '?1',
      });
      await isProblem(wrong, 'part-hash-wrong');
    },
  },
  {
    claim: 'bytes sent under a hash that is not theirs are not kept',
    async check({ kiosk }) {
      const sha256 = toHex(randomBytes(32));
      await isProblem(await kiosk.putPart(sha256, randomBytes(1000)), 'part-hash-wrong');
      assert.equal((await kiosk.send('HEAD', routes.partSize.path.replace(':sha256', sha256))).status, 404);
      await isProblem(await kiosk.putPart('not-a-hash', randomBytes(10)), 'bad-request');
    },
  },
  {
    claim: 'a part larger than the bound is refused as too large',
    async check({ kiosk }) {
      const bytes = new Uint8Array(bounds.partBytes + 1);
      const response = await kiosk.putPart(toHex(await webHashing.sha256(bytes)), bytes).catch(() => undefined);
      // A portal may hang up in the middle of so much; if it answers, then so.
      if (response) await isProblem(response, 'too-large');
    },
  },
  {
    claim: 'the same part sent four times at once is kept once and never refused',
    async check({ kiosk }) {
      const { page, ciphertext } = await kiosk.sealPart(randomBytes(50_000), 'photo');
      const answers = await Promise.all(Array.from({ length: 4 }, () => kiosk.putPart(page.sha256, ciphertext)));
      for (const { status } of answers) assert.ok(status === 200 || status === 201, `answered ${status}`);
    },
  },

  {
    claim: 'a withdrawal that travels with its filing is recorded after it: status 7, and again the same',
    async check({ kiosk }) {
      const { filing } = await kiosk.seal();
      const request = {
        filings: [filing],
        withdrawals: [await withdrawal(kiosk, filing.id)],
        following: [filing.id],
      };
      for (const answer of [await kiosk.sync(request), await kiosk.sync(request)]) {
        assert.deepEqual(answer.withdrawals, [{ filing: filing.id, state: 'recorded' }]);
        assert.equal(answer.filings[0]?.state, 'received');
        assert.equal(answer.statuses[0]?.status, 7);
      }
    },
  },
  {
    claim: 'a withdrawal that overtakes its filing is remembered until the filing comes',
    async check({ kiosk }) {
      const { filing } = await kiosk.seal();
      const early = await kiosk.sync({ withdrawals: [await withdrawal(kiosk, filing.id)] });
      assert.deepEqual(early.withdrawals, [{ filing: filing.id, state: 'not-here-yet' }]);
      const { statuses } = await kiosk.sync({ filings: [filing], following: [filing.id] });
      assert.equal(statuses[0]?.status, 7);
    },
  },
  {
    claim: 'a withdrawal not signed by the kiosk is refused and changes nothing',
    async check({ kiosk }) {
      const { filing } = await kiosk.seal();
      await kiosk.sync({ filings: [filing] });
      const forged = await withdrawal(kiosk, filing.id, await newKey());
      const answer = await kiosk.sync({ withdrawals: [forged, 'nonsense'], following: [filing.id] });
      assert.deepEqual(answer.withdrawals, [{ filing: filing.id, state: 'refused' }]);
      assert.equal(answer.statuses[0]?.status, 1);
    },
  },
  {
    claim: 'ratings are acknowledged by id, also the second time',
    async check({ kiosk }) {
      const rating = { id: toHex(randomBytes(16)), service: 'civil-status-copies', day: '2026-11-11', score: 5 };
      const ofStaff = { ...rating, id: toHex(randomBytes(16)), factor: 'staff' as const, score: 2 };
      for (const ratings of [[rating], [rating, ofStaff]])
        assert.deepEqual(
          (await kiosk.sync({ ratings })).ratings,
          ratings.map(({ id }) => id),
        );
    },
  },
  {
    claim: 'city and ward information is signed by a config key for the ward of the kiosk, or there is none',
    async check({ kiosk, url }) {
      const health = await fetch(`${url}${routes.health.path}`);
      const { contract } = HealthAnswer.parse(await health.json());
      const response = await kiosk.send('GET', routes.information.path);
      // Contract 1 had no such route.
      if (contract === 1 && response.status === 404) return;
      assert.equal(response.status, 200);
      const { information } = InformationAnswer.parse(await response.json());
      if (information === null) return;
      const told = await readSigned('information', information, Information, kiosk.trust.config, webVerifying);
      assert.equal(told?.unit, kiosk.config.ward.unit);
    },
  },
  {
    claim: 'bundles are given in stretches that make up the file that was offered, or there are none',
    async check({ kiosk, url }) {
      const { contract } = HealthAnswer.parse(await (await fetch(`${url}${routes.health.path}`)).json());
      const response = await kiosk.send('GET', routes.bundles.path);
      // Contract 1 had no such route.
      if (contract === 1 && response.status === 404) return;
      assert.equal(response.status, 200);
      const { bundles } = BundlesAnswer.parse(await response.json());
      const pieceOf = (sha256: string, range: string) =>
        kiosk.send('GET', routes.bundlePiece.path.replace(':sha256', sha256), undefined, { range });
      for (const { bytes, sha256 } of bundles) {
        const hash = createHash('sha256');
        for (let from = 0; from < bytes; from += bundleBounds.pieceBytes) {
          const to = Math.min(from + bundleBounds.pieceBytes, bytes) - 1;
          const piece = await pieceOf(sha256, `bytes=${from}-${to}`);
          assert.equal(piece.status, 206);
          assert.equal(piece.headers.get('content-range'), `bytes ${from}-${to}/${bytes}`);
          hash.update(new Uint8Array(await piece.arrayBuffer()));
        }
        assert.equal(hash.digest('hex'), sha256);
        assert.equal((await pieceOf(sha256, `bytes=0-${bytes}`)).status, 400);
      }
      assert.equal((await pieceOf(toHex(randomBytes(32)), 'bytes=0-9')).status, 404);
      const nobody = await fetch(`${url}${routes.bundles.path}`);
      assert.equal(nobody.status, 401);
    },
  },
  {
    claim: 'followed filings are answered with status and code; unknown ones with nothing',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      const { code } = await received(kiosk, sealed);
      const { statuses } = await kiosk.sync({ following: [sealed.filing.id, toHex(randomBytes(32))] });
      assert.deepEqual(
        statuses.map(({ filing, code: known, status }) => ({ filing, known, status })),
        [{ filing: sealed.filing.id, known: code, status: 1 }],
      );
    },
  },
  {
    claim: 'every sync carries the portal’s signed time for this kiosk',
    async check({ kiosk }) {
      const { time } = await kiosk.sync();
      const read = await readSigned('time', time, PortalTime, kiosk.trust.receipt, webVerifying);
      assert.equal(read?.kiosk, kiosk.id);
      assert.ok(Math.abs(Date.parse(read.now) - Date.now()) < 60_000);
    },
  },
  {
    claim: 'trust and configuration are sent only to a kiosk that knows older ones',
    async check({ kiosk }) {
      const upToDate = await kiosk.sync();
      assert.equal(upToDate.trust, undefined);
      assert.equal(upToDate.config, undefined);
      const behind = await kiosk.sync({ known: { trustVersion: 0, configVersion: 0 } });
      assert.ok(behind.trust && behind.config);
    },
  },

  {
    claim: 'a case is found by the slip’s QR, and by number or official code with the check code as people type it',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      const { code } = await received(kiosk, sealed);
      const typed = sealed.dossier.checkCode.toLowerCase().replace(/^(...)/, '$1 ');
      for (const lookup of [
        { slip: await kiosk.slip(sealed) },
        { number: sealed.envelope.slip.toLowerCase(), checkCode: typed },
        { number: code, checkCode: sealed.dossier.checkCode },
      ]) {
        const answer = await kiosk.lookup(lookup);
        assert.equal(answer.found, 'case');
        assert.equal(answer.case.code, code);
        assert.equal(answer.case.history[0]?.status, 1);
      }
    },
  },
  {
    claim:
      'a lookup tells how payment stands in an order signed by the portal, and by that order tells it again; a kiosk of the first contract is not told',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      const { code } = await received(kiosk, sealed);
      const slip = await kiosk.slip(sealed);
      // The first kiosks named no contract.
      for (const contract of [1, undefined]) {
        const first = await kiosk.lookup({ slip, contract });
        assert.ok(first.found === 'case' && first.case.payment === undefined);
      }
      const ports = { filing: sealed.filing.id, receiptKeys: kiosk.trust.receipt, verifying: webVerifying };
      let asked: object = { slip };
      for (const _again of [1, 2]) {
        const answer = await kiosk.lookup(asked);
        assert.ok(answer.found === 'case' && answer.case.payment !== undefined);
        const order = await readPaymentOrder(answer.case.payment, ports);
        assert.equal(order?.code, code);
        asked = { payment: answer.case.payment };
      }
      // A receipt is signed by the same key, and is no order.
      const [again] = (await kiosk.sync({ filings: [sealed.filing] })).filings;
      assert.ok(again?.state === 'received');
      assert.deepEqual(await kiosk.lookup({ payment: again.receipt }), { found: 'unknown' });
    },
  },
  {
    claim: 'a genuine slip whose filing has not come reads so; any other token is unknown',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      const answer = await kiosk.lookup({ slip: await kiosk.slip(sealed) });
      assert.deepEqual(answer, {
        found: 'genuine-not-arrived',
        number: sealed.envelope.slip,
        keptAt: sealed.envelope.filedAt,
        kiosk: kiosk.id,
        service: sealed.envelope.service.id,
      });
      assert.deepEqual(await kiosk.lookup({ slip: 'https://example.vn/' }), { found: 'unknown' });
      assert.deepEqual(await kiosk.lookup({ slip: sealed.filing.envelope }), { found: 'unknown' });
    },
  },
  {
    claim: 'a wrong check code and an unknown number read alike, and the sixth try within an hour must wait',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      await received(kiosk, sealed);
      const wrong = {
        number: sealed.envelope.slip,
        checkCode: sealed.dossier.checkCode === '000000' ? '111111' : '000000',
      };
      for (let tries = 0; tries < bounds.lookupTriesPerHour; tries += 1) {
        assert.deepEqual(await kiosk.lookup(wrong), { found: 'unknown' });
      }
      const right = { ...wrong, checkCode: sealed.dossier.checkCode };
      const response = await kiosk.send('POST', routes.lookup.path, right);
      await isProblem(response, 'too-many-tries');
      assert.ok(Number(response.headers.get('retry-after')) > 0);
      // The slip itself still opens the way.
      assert.equal((await kiosk.lookup({ slip: await kiosk.slip(sealed) })).found, 'case');
    },
  },
  {
    claim: 'what nobody has marked is not handed out, and whoever cannot look a case up learns nothing',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      await received(kiosk, sealed);
      const { to } = await makeVisitKeys();
      const ask = async (lookup: unknown) =>
        CorrectionAnswer.parse(await (await kiosk.send('POST', routes.correction.path, { lookup, to })).json());
      assert.deepEqual(await ask({ slip: await kiosk.slip(sealed) }), { found: 'nothing-asked' });
      assert.deepEqual(await ask({ slip: 'https://example.vn/' }), { found: 'unknown' });
      assert.deepEqual(await ask({ number: sealed.envelope.slip, checkCode: 'ZZZZZZ' }), { found: 'unknown' });
      await isProblem(await kiosk.send('POST', routes.correction.path, { lookup: {}, to }), 'bad-request');
    },
  },
  {
    claim:
      'a draft certificate nobody has sent is not handed out, and a payment order opens neither it nor what is marked',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      await received(kiosk, sealed);
      const { to } = await makeVisitKeys();
      const ask = async (lookup: unknown) =>
        DraftAnswer.parse(await (await kiosk.send('POST', routes.draft.path, { lookup, to })).json());
      assert.deepEqual(await ask({ slip: await kiosk.slip(sealed) }), { found: 'nothing-asked' });
      assert.deepEqual(await ask({ slip: 'https://example.vn/' }), { found: 'unknown' });
      assert.deepEqual(await ask({ number: sealed.envelope.slip, checkCode: 'ZZZZZZ' }), { found: 'unknown' });
      const answer = await kiosk.lookup({ slip: await kiosk.slip(sealed) });
      const payment = answer.found === 'case' ? (answer.case.payment ?? '') : '';
      for (const { path } of [routes.draft, routes.correction])
        await isProblem(await kiosk.send('POST', path, { lookup: { payment }, to }), 'bad-request');
    },
  },
  {
    claim:
      'an answer to a draft certificate that waits for none is received once, under its case’s code, and told as set aside',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      const { code } = await received(kiosk, sealed);
      const reply = await kiosk.seal({ revises: { filing: sealed.filing.id, round: 1, reply: { says: 'right' } } });
      const [first, again] = [await received(kiosk, reply), await received(kiosk, reply)];
      assert.deepEqual(again, first);
      assert.equal(first.code, code);
      const answer = await kiosk.lookup({ slip: await kiosk.slip(sealed) });
      assert.equal(answer.found, 'case');
      assert.equal(answer.case.status, 1);
      assert.deepEqual(
        answer.case.revisions?.map(({ slip, outcome, reply: says }) => [slip, outcome, says]),
        [[reply.envelope.slip, 'set-aside', 'right']],
      );
    },
  },
  {
    claim: 'a dossier that asks for several results is told of each of them, in the order of its service',
    async check({ kiosk }) {
      const { service, answers } = twoResults;
      const sealed = await kiosk.seal({ service, answers, fromCard: [] });
      await received(kiosk, sealed);
      const answer = await kiosk.lookup({ slip: await kiosk.slip(sealed) });
      assert.equal(answer.found, 'case');
      // A portal that has not got this version of the service knows of no results.
      const { results } = answer.case;
      if (results === undefined) return;
      assert.deepEqual(
        results.map(({ id, state }) => [id, state]),
        twoResults.results.map((id) => [id, 'waiting']),
      );
    },
  },
  {
    claim:
      'a dossier that is here is taken back by its slip, once for all; without a proof nobody learns or moves anything',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      await received(kiosk, sealed);
      const { path } = routes.withdrawCase;
      const ask = async (lookup: unknown) =>
        CaseWithdrawalAnswer.parse(await (await kiosk.send('POST', path, { lookup })).json());
      const slip = await kiosk.slip(sealed);
      assert.deepEqual(await ask({ slip: 'https://example.vn/' }), { found: 'unknown' });
      assert.deepEqual(await ask({ number: sealed.envelope.slip, checkCode: 'ZZZZZZ' }), { found: 'unknown' });
      // What only tells how a case stands moves nothing.
      await isProblem(await kiosk.send('POST', path, { lookup: { payment: 'x' } }), 'bad-request');
      const before = await kiosk.lookup({ slip });
      assert.equal(before.found, 'case');
      assert.equal(before.case.status, 1);
      for (let asked = 0; asked < 2; asked += 1) {
        const answer = await ask({ slip });
        assert.equal(answer.found, 'case');
        assert.equal(answer.isWithdrawn, true);
        assert.deepEqual(
          answer.case.history.map(({ status }) => status),
          [1, 7],
        );
      }
    },
  },
  {
    claim: 'a revision nobody asked for is received once, under its case’s code, and changes nothing',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      const { code } = await received(kiosk, sealed);
      const revision = await kiosk.seal({ revises: { filing: sealed.filing.id, round: 1 } });
      const [first, again] = [await received(kiosk, revision), await received(kiosk, revision)];
      assert.deepEqual(again, first);
      assert.equal(first.code, code);
      const answer = await kiosk.lookup({ slip: await kiosk.slip(revision) });
      assert.equal(answer.found, 'case');
      assert.equal(answer.case.filing, sealed.filing.id);
      assert.equal(answer.case.status, 1);
      assert.deepEqual(
        answer.case.revisions?.map(({ slip, outcome }) => [slip, outcome]),
        [[revision.envelope.slip, 'set-aside']],
      );
    },
  },
  {
    claim: 'a kiosk of the first contract version is told of a case in the words it knows',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      await received(kiosk, sealed);
      const response = await kiosk.send('POST', routes.lookup.path, { slip: await kiosk.slip(sealed) });
      const answer = (await response.json()) as { case: object };
      const known = ['filing', 'code', 'status', 'since', 'due', 'service', 'receiver', 'history'];
      assert.deepEqual(
        Object.keys(answer.case).filter((member) => !known.includes(member)),
        [],
      );
    },
  },
  {
    claim: 'a revision whose case is not here is kept at the kiosk until it is',
    async check({ kiosk }) {
      const sealed = await kiosk.seal();
      const revision = await kiosk.seal({ revises: { filing: sealed.filing.id, round: 1 } });
      const { filings } = await kiosk.sync({ filings: [revision.filing] });
      assert.deepEqual(filings, [{ id: revision.filing.id, state: 'refused', problem: 'case-not-here' }]);
      await received(kiosk, sealed);
      await received(kiosk, revision);
    },
  },
];

/** The smallest bundle there is: a death registered and a residence removed. */
const bundleFile = readServiceFile(deathBundle);
const bundle = bundleFile.ok ? bundleFile.versions[0] : undefined;
const twoParts = bundle?.examples.find(({ id }) => id === 'two-parts');
assert.ok(bundle && twoParts?.expect.results, 'the catalogue has a bundle of two parts');
const twoResults = {
  service: { id: bundle.id, version: bundle.version, code: bundle.code },
  answers: twoParts.answers,
  results: twoParts.expect.results,
};

async function isProblem(response: Response, code: ProblemCode): Promise<ProblemBody> {
  const text = await response.text();
  assert.match(
    response.headers.get('content-type') ?? '',
    /^application\/problem\+json/,
    `got ${response.status} ${text}`,
  );
  const body = ProblemBody.parse(JSON.parse(text));
  assert.equal(body.code, code);
  assert.equal(body.type, `urn:diem-cham:${code}`);
  assert.equal(response.status, problems[code].status);
  assert.equal(body.status, response.status);
  return body;
}

async function received(kiosk: PortalKiosk, sealed: Sealed) {
  const { filings } = await kiosk.sync({ filings: [sealed.filing] });
  const receipt = await kiosk.readReceipt(receiptOf(filings[0]), sealed);
  assert.ok(receipt, 'the receipt is signed and names this filing and body');
  return receipt;
}

function receiptOf(result: FilingResult | undefined): string {
  assert.equal(result?.state, 'received', JSON.stringify(result));
  return result.receipt;
}

function problemOf(result: FilingResult): string {
  return result.state === 'refused' ? result.problem : result.state;
}

function withdrawal(kiosk: PortalKiosk, filing: string, key = kiosk.identity.deviceKey): Promise<string> {
  return signWithdrawal({ kiosk: kiosk.id, filing, at: new Date().toISOString() }, webSigning(key));
}

/** Properly signed and sealed, but no dossier inside. */
async function sealNonsense(kiosk: PortalKiosk, like: Sealed) {
  const { enc: _enc, body: _body, ...header } = like.envelope;
  const to = kiosk.trust.intake[0] as never;
  const ports = { to, sealing: webSealing, signing: webSigning(kiosk.identity.deviceKey), hashing: webHashing };
  return seal({ ...aDossier(), format: 99 } as never, header, ports);
}
