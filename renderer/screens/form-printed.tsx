import { useTranslation } from 'react-i18next';
import { neededPapers } from '../../shared/form/papers.ts';
import { receiverOf } from '../../shared/form/receiver.ts';
import { useOpenDraft } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { PaperLines } from '../touch/cards.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Heading, Lead, SectionTitle } from '../touch/text.tsx';
import { Steps } from '../touch/timeline.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { PrintFormButton, unfiledForm } from './print-form.tsx';
import { ScreenFrame } from './screen-frame.tsx';

/** The end of a service that ends with its form: the paper is in hand, nothing is filed, and this is where it goes. */
export function FormPrinted() {
  const { t } = useTranslation('follow');
  const visitWords = useVisitWords();
  const { draft, service, facts, state, say, desk } = useOpenDraft();
  const now = facts();
  const receiver = receiverOf(service, draft.answers, now, state.kiosk?.ward.unit ?? '');
  const counter = state.kiosk?.nearestCounter;
  const papers = neededPapers(service, draft.answers, now);
  // The ward's counter takes what the ward receives; for any other receiver it is only where somebody can be asked.
  const receivedOrAsked = () => {
    if (!counter) return visitWords('home.goToWard');
    const { name, address, phone } = counter;
    const at = { name, address, hours: say(counter.hours), phone };
    return receiver.kind === 'ward' ? visitWords('home.goTo', at) : t('form.askAt', at);
  };
  return (
    <ScreenFrame
      screen="form-printed"
      reading={
        <>
          <Heading focusFor="form-printed">{t('form.printedTitle')}</Heading>
          <Lead>{t('form.printedLead')}</Lead>
        </>
      }
      actions={
        <ActionBar
          back={<PrintFormButton kind="quiet" isAgain request={unfiledForm(draft, true)} />}
          primary={
            <Button kind="primary" size="primary" onPress={() => void desk.endVisit('finished')}>
              {t('filed.done')}
            </Button>
          }
        />
      }
    >
      <Steps
        steps={[
          { title: t('form.stepTake'), note: t('form.stepTakeText') },
          { title: t('form.stepSign'), note: t('form.stepSignText') },
          {
            title: t('form.stepBring', { receiver: say(receiver.name) }),
            note: receivedOrAsked(),
          },
        ]}
      />
      {papers.length > 0 && (
        <>
          <SectionTitle>{t('form.papers')}</SectionTitle>
          <PaperLines label={t('form.papers')} papers={papers.map(({ paper }) => ({ name: say(paper.name) }))} />
        </>
      )}
    </ScreenFrame>
  );
}
