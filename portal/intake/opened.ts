import { fromBase64Url } from '../../shared/dossier/bytes.ts';
import { Dossier } from '../../shared/dossier/dossier.ts';
import { parseJson } from '../../shared/dossier/seal.ts';
import type { PortalPorts } from '../ports.ts';
import type { CaseRecord } from '../register/register.ts';

/** One dossier or revision as it came, readable. Callers audit before they show it. */
export async function openCase(filing: string, ports: PortalPorts): Promise<Dossier | undefined> {
  const body = await ports.register.findBody(filing);
  const plain = body && (await ports.keys.unlock(body.locked, filing));
  const parsed = plain && Dossier.safeParse(parseJson(plain));
  return parsed?.success ? parsed.data : undefined;
}

export interface OpenedRevision {
  readonly record: CaseRecord;
  readonly dossier: Dossier | undefined;
}

/** Every revision of a case, in the order they came. */
export async function openRevisions(filing: string, ports: PortalPorts): Promise<OpenedRevision[]> {
  const records = await ports.register.revisions(filing);
  return Promise.all(records.map(async (record) => ({ record, dossier: await openCase(record.filing, ports) })));
}

/** The dossier as it stands: as it was filed, with every correction that was taken. */
export async function openWhole(filing: string, ports: PortalPorts): Promise<Dossier | undefined> {
  const filed = await openCase(filing, ports);
  return filed && withRevisions(filed, await openRevisions(filing, ports));
}

export function withRevisions(filed: Dossier, revisions: readonly OpenedRevision[]): Dossier {
  return revisions.reduce(
    (dossier, { record, dossier: revision }) =>
      isTakenCorrection(record) && revision ? revised(dossier, revision) : dossier,
    filed,
  );
}

/** A reply to a draft certificate corrects nothing, whatever it carries. */
export function isTakenCorrection({ revision }: CaseRecord): boolean {
  return revision?.outcome === 'taken' && revision.reply === undefined;
}

/** New answers in place of the old ones, new pages of a paper in place of all its old ones. */
export function revised(dossier: Dossier, { answers, papers, fromCard, warned }: Dossier): Dossier {
  const anew = new Set(papers.map(({ paper }) => paper));
  return {
    ...dossier,
    answers: { ...dossier.answers, ...answers },
    fromCard: [...dossier.fromCard.filter((id) => !(id in answers)), ...fromCard],
    papers: [...dossier.papers.filter(({ paper }) => !anew.has(paper)), ...papers],
    papersLater: dossier.papersLater.filter((paper) => !anew.has(paper)),
    warned: [...new Set([...dossier.warned, ...warned])],
  };
}

export interface OpenedPart {
  readonly type: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly bytes: Uint8Array;
}

/** One page of a paper of this dossier, readable; `undefined` when it is not of this dossier or is not held. */
export async function openPart(dossier: Dossier, sha256: string, ports: PortalPorts): Promise<OpenedPart | undefined> {
  const page = dossier.papers.find((paper) => paper.sha256 === sha256);
  const ciphertext = page && (await ports.parts.read(sha256));
  if (!page || !ciphertext) return undefined;
  const bytes = await ports.partCipher.decryptPart({ key: fromBase64Url(page.key), ciphertext });
  return bytes && { type: page.type, bytes };
}
