import type { UpdateFacts } from '../../shared/portal-contract/kiosk-report.ts';
import type { ContentKeeper } from './content.ts';
import type { Guides } from './guides.ts';
import type { InformationKeeper } from './information.ts';
import type { NewsReader, Refused } from './portal-news.ts';
import type { Trust } from './trust.ts';

/** What this kiosk is brought up to date with, for the technician's page and the portal. */
export async function describeUpdates(from: {
  content: ContentKeeper;
  guides: Guides;
  information: InformationKeeper;
  news: NewsReader;
  trust: Trust;
}): Promise<UpdateFacts[]> {
  const kiosk = from.trust.kiosk();
  const known = await from.information.read();
  const { trust, config } = from.news.refused();
  return [
    { kind: 'content', version: from.content.version(), refused: told(from.content.facts().refused) },
    { kind: 'guides', version: from.guides.facts().version, refused: told(from.guides.facts().refused) },
    { kind: 'information', version: known?.information.version ?? null, refused: told(from.information.refused()) },
    { kind: 'config', version: kiosk?.config.version ?? null, refused: told(config) },
    { kind: 'trust', version: kiosk?.trust.version ?? null, refused: told(trust) },
  ];
}

function told(refused: Refused | null): UpdateFacts['refused'] {
  return refused && { code: refused.code, at: new Date(refused.atMs).toISOString() };
}
