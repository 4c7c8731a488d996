import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readServiceFile } from '../../shared/catalogue/read-catalogue.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import { enrolKiosk, type PortalKiosk, type Sealed } from '../contracts/portal-kiosk.ts';
import { anEmbeddedPortal, type EmbeddedPortal } from './an-embedded-portal.ts';
import { addOfficer, anOfficer, type Officer, type Seen } from './an-officer.ts';
import { projectFolder } from './folders.ts';

/** A portal with a clock to turn, two kiosks of it and an officer, for what becomes of a case. */
export interface CasesAtPortal {
  readonly portal: EmbeddedPortal;
  readonly kiosk: PortalKiosk;
  readonly elsewhere: PortalKiosk;
  readonly officer: Officer;
  now(): number;
  pass(ms: number): Promise<void>;
  file(service: string, example: string): Promise<Sealed>;
  /** A revision at the other kiosk, without answers. */
  revise(sealed: Sealed, revises: Omit<NonNullable<Dossier['revises']>, 'filing'>): Promise<Sealed>;
  lookUp(sealed: Sealed, at?: PortalKiosk): Promise<CaseView>;
  /** Sends a form of the case's page. */
  act(sealed: Sealed, form: string, fields: Record<string, string>): Promise<Seen>;
  /** Accepts and begins. */
  begin(sealed: Sealed): Promise<void>;
  close(): Promise<void>;
}

export async function casesAtPortal(startMs = Date.now()): Promise<CasesAtPortal> {
  let nowMs = startMs;
  const portal = await anEmbeddedPortal({ clock: { nowMs: () => nowMs } });
  const kiosk = await enrolKiosk(await portal.enrolment('00190'));
  const elsewhere = await enrolKiosk(await portal.enrolment('00199'));
  await addOfficer(portal, 'duc', '00190');
  const renewTokens = async () => {
    for (const each of [kiosk, elsewhere]) {
      const response = await each.askToken(await each.assertion({ atSeconds: Math.floor(nowMs / 1000) }));
      each.carryToken(((await response.json()) as { access_token: string }).access_token);
    }
  };
  await renewTokens();
  let officer = await anOfficer(portal, 'duc');
  const cases: CasesAtPortal = {
    portal,
    kiosk,
    elsewhere,
    get officer() {
      return officer;
    },
    now: () => nowMs,
    async pass(ms) {
      nowMs += ms;
      await renewTokens();
      officer = await anOfficer(portal, 'duc');
    },
    async file(id, exampleId) {
      const file = join(projectFolder, 'assets', 'catalogue', `${id}.json`);
      const read = readServiceFile(JSON.parse(readFileSync(file, 'utf8')));
      const service = read.ok ? read.versions[0] : undefined;
      const example = service?.examples.find((one) => one.id === exampleId);
      if (!service || !example) throw new Error(`${id} has no example ${exampleId}`);
      const sealed = await kiosk.seal({
        service: { id: service.id, version: service.version, code: service.code },
        answers: example.answers,
        fromCard: ['reqId'],
      });
      await kiosk.sync({ filings: [sealed.filing] });
      return sealed;
    },
    revise: (sealed, revises) =>
      elsewhere.seal({
        service: sealed.dossier.service,
        answers: {},
        fromCard: [],
        identity: { how: 'slip-shown', helped: false },
        consents: [],
        revises: { filing: sealed.filing.id, ...revises },
      }),
    async lookUp(sealed, at = kiosk) {
      const answer = await at.lookup({ slip: await kiosk.slip(sealed) });
      if (answer.found !== 'case') throw new Error(`not found: ${answer.found}`);
      return answer.case;
    },
    async act(sealed, form, fields) {
      await officer.open(`/officer/cases/${sealed.filing.id}`);
      return officer.send(`/officer/cases/${sealed.filing.id}/${form}`, fields);
    },
    async begin(sealed) {
      await cases.act(sealed, 'status', { from: '1', to: '2', due: '2099-12-31' });
      if ((await cases.lookUp(sealed)).results === undefined) await cases.act(sealed, 'status', { from: '2', to: '4' });
    },
    close: () => portal.close(),
  };
  return cases;
}
