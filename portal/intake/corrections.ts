import type { Service } from '../../shared/catalogue/service.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { sealMarked } from '../../shared/dossier/marked-answers.ts';
import { answersNeeded } from '../../shared/form/correction.ts';
import { routeOf } from '../../shared/form/route.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import type { CorrectionAnswer, Mark } from '../../shared/portal-contract/correction.ts';
import { VisitRequest } from '../../shared/portal-contract/messages.ts';
import type { PortalPorts } from '../ports.ts';
import { Problem } from '../problem.ts';
import type { KioskRecord } from '../register/register.ts';
import { openCorrection } from './asked.ts';
import { findLookedUp } from './lookup.ts';
import { openWhole } from './opened.ts';

/**
 * `POST /v1/corrections` without HTTP: what is marked now, and as little else of the dossier as its questions need, sealed to a key
 * that lives as long as the resident's visit. Whoever has shown the slip or the card may ask; typed tries count alike.
 */
export async function handleCorrection(
  body: unknown,
  kiosk: KioskRecord,
  ports: PortalPorts,
): Promise<CorrectionAnswer> {
  const request = VisitRequest.safeParse(body);
  if (!request.success) throw new Problem('bad-request');
  const looked = await findLookedUp(request.data.lookup, kiosk, ports);
  if (looked.found !== 'case') return { found: 'unknown' };
  const correction = await openCorrection(looked.case, ports);
  const dossier = correction && (await openWhole(looked.case.filing, ports));
  if (!correction || !dossier) return { found: 'nothing-asked' };
  const marked = { questions: idsOf(correction.marks, 'question'), papers: idsOf(correction.marks, 'paper') };
  const given = [...new Set(dossier.papers.map(({ paper }) => paper))];
  // A version this portal has not got: what is marked goes back alone.
  const service = ports.catalogue.find(dossier.service);
  const asked = service ? askedBefore(service, dossier, looked.case.filedMs, ports) : Object.keys(dossier.answers);
  const answers = service
    ? answersNeeded(service, dossier.answers, { marked, asked, given })
    : Object.fromEntries(Object.entries(dossier.answers).filter(([id]) => marked.questions.includes(id)));
  const sealed = await sealMarked(
    {
      format: 1,
      filing: looked.case.filing,
      round: correction.round,
      service: dossier.service,
      filedOn: hanoiDay(looked.case.filedMs),
      receiver: dossier.receiver,
      ...marked,
      answers,
      asked,
      given,
    },
    { to: request.data.to, sealing: ports.sealing },
  );
  ports.log({ event: 'correction-fetched', kiosk: kiosk.id, filing: looked.case.filing });
  return { found: 'marked', ...sealed };
}

/** Everything on the dossier's way through the form, answered or left empty. */
function askedBefore(service: Service, { answers }: Dossier, filedMs: number, { catalogue }: PortalPorts): string[] {
  return routeOf(service, answers, catalogue.factsOf(filedMs)).steps.flatMap(({ questions }) =>
    questions.map(({ id }) => id),
  );
}

function idsOf(marks: readonly Mark[], kind: Mark['kind']): string[] {
  return marks.filter((mark) => mark.kind === kind).map(({ id }) => id);
}
