import type { Language } from '../../shared/catalogue/text.ts';
import type { Dossier, DraftReply, Helper, Identity } from '../../shared/dossier/dossier.ts';
import type { DraftShown } from '../../shared/dossier/draft-words.ts';

/**
 * What the resident says of a draft certificate, as a filing of its own: kept, sealed, signed and sent like every other (decision 0044).
 * It answers and corrects nothing.
 */
export function replyToDraft(
  draft: DraftShown,
  reply: DraftReply,
  given: {
    readonly nonce: string;
    readonly language: Language;
    readonly how: Identity['how'];
    readonly helper: Helper | null;
    /** The very sentence the button stood under, and when it was pressed. */
    readonly pledge: Dossier['pledge'];
    readonly checkCode: string;
    readonly clockDoubtful: boolean;
  },
): Dossier {
  const { nonce, language, how, helper, pledge, checkCode, clockDoubtful } = given;
  return {
    format: 1,
    nonce,
    service: draft.service,
    language,
    answers: {},
    fromCard: [],
    identity: { how, helped: helper !== null, ...(helper ? { helper } : {}) },
    eligibility: {},
    consents: [],
    pledge,
    receiver: draft.receiver,
    papers: [],
    papersLater: [],
    warned: [],
    checkCode,
    clockDoubtful,
    revises: { filing: draft.filing, round: draft.number, reply },
  };
}
