import { sealDraft } from '../../shared/dossier/draft-words.ts';
import type { DraftAnswer } from '../../shared/portal-contract/draft-certificate.ts';
import { VisitRequest } from '../../shared/portal-contract/messages.ts';
import type { PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { KioskRecord } from '../register/register.ts';
import { agreeBySilence, openDraftWords } from './drafts.ts';
import { findLookedUp } from './lookup.ts';
import { openCase } from './opened.ts';

/**
 * `POST /v1/drafts` without HTTP: the draft certificate that waits for its resident, sealed to a key that lives as long as the visit.
 * Whoever has shown the slip or the card may ask; typed tries count alike.
 */
export async function handleDraft(body: unknown, kiosk: KioskRecord, ports: PortalPorts): Promise<DraftAnswer> {
  const request = VisitRequest.safeParse(body);
  if (!request.success) throw new Problem('bad-request');
  const looked = await findLookedUp(request.data.lookup, kiosk, ports);
  if (looked.found !== 'case') return { found: 'unknown' };
  const { filing } = looked.case;
  await agreeBySilence(ports);
  const draft = (await ports.register.drafts(filing)).find(({ standing }) => standing === 'asked');
  const words = draft && (await openDraftWords(draft, ports));
  const dossier = words && (await openCase(filing, ports));
  if (!draft || !words || !dossier) return { found: 'nothing-asked' };
  const { service, receiver } = dossier;
  const sealed = await sealDraft(
    { format: 1, filing, number: draft.number, service, receiver, words },
    { to: request.data.to, sealing: ports.sealing },
  );
  ports.log({ event: 'draft-fetched', kiosk: kiosk.id, filing });
  return { found: 'draft', ...sealed };
}
