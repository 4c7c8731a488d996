import type { Answer, Answers, Service } from '../../shared/catalogue/service.ts';
import type { Text } from '../../shared/catalogue/text.ts';
import type { Dossier, Identity } from '../../shared/dossier/dossier.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { preCheck } from '../../shared/form/pre-check.ts';
import { receiverOf } from '../../shared/form/receiver.ts';
import { reachableAnswers, routeOf } from '../../shared/form/route.ts';
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
  const { revises } = draft;
  const reached = reachableAnswers(service, draft.answers, given.facts);
  const answers = revises ? askedAnswers(reached, service, given.facts) : reached;
  const receiver = revises?.receiver ?? receiverOf(service, answers, given.facts, given.kioskWard);
  const warned = preCheck(service, reached, pagesByPaper(draft), given.facts).filter(({ level }) => level === 'warn');
  return {
    format: 1,
    nonce: draft.nonce,
    service: { id: service.id, version: service.version, code: revises ? revises.code : service.code },
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
    ...(revises ? { revises: { filing: revises.filing, round: revises.round } } : {}),
  };
}

/** How the one who files said who they are, by the answers as they stand now: a name taken back in the review is not given. */
export function identityGiven({ identity, answers, revises }: Draft, { unnamed }: Service): Identity {
  const given: Identity = identity ?? { how: 'typed', helped: false };
  // Who corrects has shown slip or card for it; whether the dossier names anybody was said when it was filed.
  if (!unnamed || revises) return given;
  const { attendant: _seen, ...rest } = given;
  if (answers[unnamed.question] === unnamed.answer) return { ...rest, how: 'not-given' };
  return given.how === 'not-given' ? { ...rest, how: 'typed' } : given;
}

/** Of a correction only what was asked again: the rest stays where it is. */
function askedAnswers(reached: Answers, service: Service, facts: Facts): Record<string, Answer> {
  const asked = routeOf(service, reached, facts).steps.flatMap(({ questions }) => questions.map(({ id }) => id));
  return Object.fromEntries(Object.entries(reached).filter(([id]) => asked.includes(id)));
}

/** The resident's newest word counts; a draft from before it was asked keeps what was said when the card was read. */
function helpedBy(helper: Draft['helper'], identity: Identity): Identity {
  if (helper === undefined) return identity;
  const { helper: _before, ...rest } = identity;
  return helper === null ? { ...rest, helped: false } : { ...rest, helped: true, helper };
}
