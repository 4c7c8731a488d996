import { useTranslation } from 'react-i18next';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import { useSession } from '../session/session.tsx';
import { Card } from '../touch/cards.tsx';
import { Note, SectionTitle } from '../touch/text.tsx';
import { moment } from './moment.ts';
import { receiverName } from './receiver-name.ts';

/** What the office wrote at the end of something that ends with an answer. Its own words, in the language it wrote them in. */
export function CaseAnswer({ view }: { readonly view: CaseView }) {
  const session = useSession();
  const { t } = useTranslation('follow');
  const answer = answerIn(view);
  if (answer?.note === undefined) return null;
  return (
    <Card>
      <SectionTitle>{t('case.answer', { receiver: receiverName(session, view.receiver, view.receiver) })}</SectionTitle>
      <Note>{t('case.answerOn', moment(answer.at, session.language))}</Note>
      {answer.note.split(/\n+/).map((paragraph, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: paragraphs of one text keep their places
        <p key={index} lang="vi">
          {paragraph}
        </p>
      ))}
    </Card>
  );
}

/** The history beside an answer that stands above it: told once. */
export function withoutAnswer(view: CaseView): CaseView {
  const answer = answerIn(view);
  return {
    ...view,
    history: view.history.map((entry) => (entry === answer ? { status: entry.status, at: entry.at } : entry)),
  };
}

function answerIn({ history }: CaseView): CaseView['history'][number] | undefined {
  return history.findLast(({ status, note }) => (status === 9 || status === 10) && note !== undefined);
}
