import { readFileSync } from 'node:fs';
import type { CaseStatusCode } from '../../shared/portal-contract/case-status.ts';
import { type PortalProcess, startPortal } from '../portal-process.ts';

/** A portal process for one lane of the gallery, with an officer at its pages. Nothing in it is pretended. */
export interface GalleryPortal {
  readonly process: PortalProcess;
  setNetwork(state: 'up' | 'down'): Promise<void>;
  /** The text of a fresh enrolment code, as an officer makes it. */
  enrolment(label: string): Promise<string>;
  /** Moves a dossier along one allowed step. */
  setStatus(
    filing: string,
    step: { from: CaseStatusCode; to: CaseStatusCode; note?: string; due?: string },
  ): Promise<void>;
  /** Notes that this much has come for the dossier. */
  receiveMoney(filing: string, amount: number): Promise<void>;
  /** Asks for corrections: what is written beside a field or paper marks it. */
  mark(filing: string, from: CaseStatusCode, notes: Readonly<Record<string, string>>): Promise<void>;
  /** Moves one result of a bundle. */
  moveResult(
    filing: string,
    move: Readonly<Record<'result' | 'from' | 'state', string>> & { note?: string },
  ): Promise<void>;
  /** Sends a draft certificate of this result, its words as an officer writes them. */
  sendDraft(filing: string, draft: { result: string; words: string }): Promise<void>;
  statusOf(filing: string): Promise<number>;
  stop(): Promise<void>;
}

export async function openGalleryPortal(dataFolder: string): Promise<GalleryPortal> {
  const portal = await startPortal({ dataFolder, port: 0 });
  const officer = await signIn(portal);
  let first: string | undefined = readFileSync(portal.enrolmentFile, 'utf8');
  return {
    process: portal,
    async setNetwork(state) {
      const response = await fetch(`${portal.address}/test/network`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ state }),
      });
      if (!response.ok) throw new Error(`the portal did not go ${state}: ${response.status}`);
    },
    async enrolment(label) {
      if (first !== undefined) {
        const given = first;
        first = undefined;
        return given;
      }
      await officer.open('/officer/kiosks');
      const page = await officer.send('/officer/kiosks', {
        site: 'Sảnh tòa B2',
        address: 'Chung cư B2 (minh họa), phường Ô Chợ Dừa, Hà Nội',
        label,
      });
      const text = /<textarea[^>]*>([^<]+)<\/textarea>/.exec(page)?.[1];
      if (text === undefined) throw new Error('the officer got no enrolment code');
      return text.replaceAll('&quot;', '"').replaceAll('&#34;', '"').replaceAll('&amp;', '&');
    },
    async setStatus(filing, { from, to, note = '', due = '' }) {
      const result: Record<string, string> = to >= 9 ? { way: 'post', delivery: 'số EB123456789VN' } : {};
      await officer.open(`/officer/cases/${filing}`);
      await officer.send(`/officer/cases/${filing}/status`, {
        from: String(from),
        to: String(to),
        note,
        due,
        ...result,
      });
    },
    async mark(filing, from, notes) {
      await officer.open(`/officer/cases/${filing}`);
      await officer.send(`/officer/cases/${filing}/correction`, { from: String(from), days: '5', ...notes });
    },
    async moveResult(filing, { note = '', ...move }) {
      const comes: Record<string, string> = move.state === 'done' ? { way: 'post', delivery: 'số EB123456789VN' } : {};
      await officer.open(`/officer/cases/${filing}`);
      await officer.send(`/officer/cases/${filing}/results`, { ...move, note, ...comes });
    },
    async sendDraft(filing, draft) {
      await officer.open(`/officer/cases/${filing}`);
      await officer.send(`/officer/cases/${filing}/drafts`, { from: '4', ...draft });
    },
    async receiveMoney(filing, amount) {
      await officer.open(`/officer/cases/${filing}`);
      await officer.send(`/officer/cases/${filing}/payment`, { act: 'received', amount: String(amount), seen: 'yes' });
    },
    async statusOf(filing) {
      const seen = (await (await fetch(`${portal.address}/test/filings/${filing}`)).json()) as {
        case?: { status: number };
      };
      return seen.case?.status ?? 0;
    },
    stop: portal.stop,
  };
}

/** A browser in an officer's hands: keeps the cookie, sends the token of the page last opened. */
async function signIn({ address, officers }: PortalProcess) {
  let cookie = '';
  let csrf = '';
  async function ask(path: string, init: RequestInit = {}): Promise<string> {
    const response = await fetch(`${address}${path}`, {
      redirect: 'manual',
      ...init,
      headers: { ...(cookie ? { cookie } : {}) },
    });
    const given = response.headers.get('set-cookie');
    if (given) cookie = given.split(';')[0] ?? '';
    const location = response.headers.get('location');
    if (location) return ask(location);
    const text = await response.text();
    if (!response.ok) throw new Error(`the officer's page ${path} answered ${response.status}`);
    csrf = /name="csrf" value="([^"]+)"/.exec(text)?.[1] ?? csrf;
    return text;
  }
  const officer = {
    open: (path: string) => ask(path),
    send: (path: string, fields: Record<string, string>) =>
      ask(path, { method: 'POST', body: new URLSearchParams({ csrf, ...fields }) }),
  };
  const [account] = officers;
  if (!account) throw new Error('the portal named no officer');
  await officer.send('/officer/sign-in', { user: account.user, password: account.password });
  return officer;
}
