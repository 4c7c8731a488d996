import { GuideEntry } from '../../shared/catalogue/guide-entry.ts';
import { decodeGuideIndex } from '../../shared/catalogue/guide-index.ts';
import { guidesVersionHeader } from '../../shared/shell-contract/messages.ts';
import type { Answered, KnownGuides } from '../session/desk.ts';
import { askShell, fetchFromShell } from './shell-client.ts';

/** The index as it lies in the bundle, and which bundle that is. */
export async function readGuides(): Promise<Answered<KnownGuides>> {
  const response = await fetchFromShell('guides');
  if (!response) return { ok: false, code: 'shell-unreachable' };
  if (!response.ok) return { ok: false, code: 'not-found' };
  const version = Number(response.headers.get(guidesVersionHeader));
  const index = decodeGuideIndex(new Uint8Array(await response.arrayBuffer()));
  return index ? { ok: true, value: { version, index } } : { ok: false, code: 'internal' };
}

export function readGuide({ version, row }: { version: number; row: number }): Promise<Answered<GuideEntry>> {
  return askShell('guide', GuideEntry, { params: { id: String(row) }, query: { version } });
}
