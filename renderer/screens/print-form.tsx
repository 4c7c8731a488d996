import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Service } from '../../shared/catalogue/service.ts';
import type { PrintFormRequest } from '../../shared/shell-contract/messages.ts';
import type { Draft } from '../session/draft.ts';
import { useSession } from '../session/session.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { Note, SectionTitle } from '../touch/text.tsx';

/** Whether this kiosk can give the service's official form on paper. */
export function canPrintForm(service: Pick<Service, 'forms'> | undefined, hasPrinter: boolean): boolean {
  return hasPrinter && service !== undefined && service.forms.length > 0;
}

/** The service ends with its form: it is signed and brought to the counter, nothing is filed here. */
export function endsWithForm({ stage }: Pick<Service, 'stage'>): boolean {
  return stage === 2;
}

/** What is printed of a draft that is not filed. */
export function unfiledForm({ service, answers, papers }: Draft, toBring: boolean): PrintFormRequest {
  return {
    of: 'answers',
    service,
    answers,
    papers: [...new Set(papers.map(({ paper }) => paper))],
    toBring,
  };
}

/** Prints, and says under the finger whether paper comes. */
export function PrintFormButton({
  request,
  kind = 'secondary',
  isAgain = false,
  onPrinted,
}: {
  readonly request: PrintFormRequest;
  readonly kind?: 'primary' | 'secondary' | 'quiet';
  /** It lies printed already. */
  readonly isAgain?: boolean;
  readonly onPrinted?: () => void;
}) {
  const { t } = useTranslation('follow');
  const { desk } = useSession();
  const [outcome, setOutcome] = useState<'not-yet' | 'printing' | 'printed' | 'failed'>('not-yet');
  const print = async () => {
    // A second tap while the paper is on its way would print it twice.
    if (outcome === 'printing') return;
    setOutcome('printing');
    const { printed } = await desk.printForm(request).catch(() => ({ printed: false }));
    setOutcome(printed ? 'printed' : 'failed');
    if (printed) onPrinted?.();
  };
  return (
    <Button
      kind={kind}
      size={kind === 'secondary' ? 'normal' : 'primary'}
      icon="printer"
      {...(outcome === 'not-yet' ? {} : { note: t(`form.${outcome}`) })}
      onPress={() => void print()}
    >
      {t(isAgain || outcome === 'printed' ? 'form.again' : 'form.print')}
    </Button>
  );
}

/** Offered, never needed: the dossier goes its way without paper. */
export function PrintFormCard({ request, isFiled }: { readonly request: PrintFormRequest; readonly isFiled: boolean }) {
  const { t } = useTranslation('follow');
  return (
    <Card>
      <div className="card-words">
        <SectionTitle>{t('form.title')}</SectionTitle>
        <Note>{t(isFiled ? 'form.ofFiled' : 'form.notFiling')}</Note>
        <PrintFormButton request={request} />
      </div>
    </Card>
  );
}
