import type { Service } from '../../shared/catalogue/service.ts';
import type { Text } from '../../shared/catalogue/text.ts';
import type { Dossier, Identity } from '../../shared/dossier/dossier.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { receiverOf } from '../../shared/form/receiver.ts';
import { reachableAnswers } from '../../shared/form/route.ts';
import { type Draft, pagesByPaper } from './draft.ts';

/** What the resident confirmed, made final. Answers off the route are left behind with the draft. */
export function dossierOfDraft(
  draft: Draft,
  service: Service,
  given: {
    facts: Facts;
    checkCode: string;
    /** ISO instant at which the pledge was ticked. */
    pledgedAt: string;
    kioskWard: string;
    clockDoubtful: boolean;
    /** The texts as the resident read them. */
    say: (text: Text) => string;
  },
): Dossier {
  const answers = reachableAnswers(service, draft.answers, given.facts);
  const receiver = receiverOf(service, answers, given.facts, given.kioskWard);
  const warned = preCheck(service, answers, pagesByPaper(draft), given.facts).filter(({ level }) => level === 'warn');
  return {
    format: 1,
    nonce: draft.nonce,
    service: { id: service.id, version: service.version, code: service.code },
    language: draft.language,
    answers,
    fromCard: draft.fromCard.filter((id) => id in answers),
    identity: helpedBy(draft.helper, identityGiven(draft, service)),
    eligibility: draft.eligibility,
    consents: draft.consents,
    pledge: { text: given.say(service.pledge), at: given.pledgedAt },
    receiver: { kind: receiver.kind, unit: receiver.unit },
    papers: draft.papers,
    papersLater: draft.papersLater,
    warned: [...new Set(warned.map(({ code }) => code))],
    checkCode: given.checkCode,
    clockDoubtful: given.clockDoubtful,
  };
}

/** How the one who files said who they are, by the answers as they stand now: a name taken back in the review is not given. */
export function identityGiven({ identity, answers }: Draft, { unnamed }: Service): Identity {
  const given: Identity = identity ?? { how: 'typed', helped: false };
  if (!unnamed) return given;
  const { attendant: _seen, ...rest } = given;
  if (answers[unnamed.question] === unnamed.answer) return { ...rest, how: 'not-given' };
  return given.how === 'not-given' ? { ...rest, how: 'typed' } : given;
}

/** The resident's newest word counts; a draft from before it was asked keeps what was said when the card was read. */
function helpedBy(helper: Draft['helper'], identity: Identity): Identity {
  if (helper === undefined) return identity;
  const { helper: _before, ...rest } = identity;
  return helper === null ? { ...rest, helped: false } : { ...rest, helped: true, helper };
}
