import { useEffect, useState } from 'react';
import type { GuideEntry } from '../../shared/catalogue/guide-entry.ts';
import { useSession } from '../session/session.tsx';
import type { Screen } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card, CardGrid, FactCard, PaperLines } from '../touch/cards.tsx';
import { DoneSheet } from '../touch/done-sheet.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Badge, Heading, Lead, Note, SectionTitle } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { CounterNote } from './counter-note.tsx';
import { guideLines, guideWords } from './guide-words.ts';
import { ScreenFrame } from './screen-frame.tsx';

interface GuidePageProps {
  readonly asked: Extract<Screen, { readonly name: 'guide' }>;
}

/** A service of stage 1: what to bring, where, how long, what it costs, as the national database publishes it. No dossier is begun. */
export function GuidePage({ asked }: GuidePageProps) {
  const t = useVisitWords();
  const { desk, tell } = useSession();
  const { version, row } = asked;
  const [entry, setEntry] = useState<GuideEntry | 'reading' | 'gone'>('reading');
  useEffect(() => {
    let isHere = true;
    void desk.guide({ version, row }).then((answer) => {
      if (isHere) setEntry(answer.ok ? answer.value : 'gone');
    });
    return () => {
      isHere = false;
    };
  }, [desk, version, row]);
  const back = () => tell({ type: 'screen-opened', screen: { name: 'search', query: asked.query } });
  if (typeof entry === 'object') return <Entry entry={entry} onBack={back} />;
  return (
    <ScreenFrame
      screen="guide"
      part={entry}
      reading={<Heading>{t(entry === 'gone' ? 'guide.gone' : 'guide.badge')}</Heading>}
      actions={<ActionBar back={<BackButton onPress={back} />} />}
    >
      {entry === 'gone' && (
        <Card>
          <CounterNote />
        </Card>
      )}
    </ScreenFrame>
  );
}

function Entry({ entry, onBack }: { readonly entry: GuideEntry; readonly onBack: () => void }) {
  const t = useVisitWords();
  const { language, state } = useSession();
  const [sheet, setSheet] = useState<'conditions' | 'law' | undefined>();
  const said = guideWords(entry, t, language);
  return (
    <ScreenFrame
      screen="guide"
      part={entry.code}
      reading={
        <>
          <Badge icon="book">{t('guide.badge')}</Badge>
          <div lang="vi">
            <Heading focusFor={`guide-${entry.code}`} size="crowded">
              {entry.name}
            </Heading>
          </div>
        </>
      }
      actions={
        <ActionBar
          extra={
            <>
              {entry.conditions && (
                <Button icon="help" onPress={() => setSheet('conditions')}>
                  {t('guide.conditions')}
                </Button>
              )}
              <Button icon="book" onPress={() => setSheet('law')}>
                {t('service.law')}
              </Button>
            </>
          }
          back={<BackButton onPress={onBack} />}
          primary={state.hasPrinter && <PrintButton entry={entry} />}
        />
      }
    >
      <Banner tone="information" icon="bridge" title={t(entry.isInternal ? 'guide.internal' : 'guide.lead')}>
        {language !== 'vi' && t('guide.vietnameseOnly')}
      </Banner>
      <CardGrid columns={2}>
        <FactCard icon="clock" label={t('service.time')} value={said.time.value}>
          <Lines lines={said.time.lines} />
        </FactCard>
        <FactCard icon="coin" label={t('service.fee')} value={said.fee.value}>
          <Lines lines={said.fee.lines} />
        </FactCard>
      </CardGrid>
      <div>
        <SectionTitle>{t('service.papers')}</SectionTitle>
        {said.papers.length === 0 && <Lead>{t('guide.notStated')}</Lead>}
      </div>
      {said.papers.map(({ title, lines }) => (
        <div key={`${title ?? ''} ${lines[0] ?? ''}`} lang="vi">
          {title && <p>{title}</p>}
          <PaperLines label={title ?? t('service.papers')} papers={lines.map((name) => ({ name }))} />
        </div>
      ))}
      <div>
        <SectionTitle>{t('guide.where')}</SectionTitle>
        {said.where.length === 0 ? <Lead>{t('guide.notStated')}</Lead> : <Paragraphs texts={said.where} />}
      </div>
      {said.ways.map(({ title, text }) => (
        <div key={`${title} ${text ?? ''}`}>
          <SectionTitle>{title}</SectionTitle>
          {text && <Paragraphs texts={[text]} />}
        </div>
      ))}
      {entry.who.length > 0 && (
        <div>
          <SectionTitle>{t('service.who')}</SectionTitle>
          <Paragraphs texts={[entry.who.join('; ')]} />
        </div>
      )}
      {entry.results.length > 0 && (
        <div>
          <SectionTitle>{t('guide.results')}</SectionTitle>
          <Paragraphs texts={entry.results} />
        </div>
      )}
      <Note>{said.source}</Note>
      <DoneSheet title={t('guide.conditions')} isOpen={sheet === 'conditions'} onClose={() => setSheet(undefined)}>
        <Paragraphs texts={[entry.conditions ?? '']} />
      </DoneSheet>
      <LawSheet entry={entry} isOpen={sheet === 'law'} onClose={() => setSheet(undefined)} />
    </ScreenFrame>
  );
}

interface LawSheetProps {
  readonly entry: GuideEntry;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function LawSheet({ entry, isOpen, onClose }: LawSheetProps) {
  const t = useVisitWords();
  const decided = [entry.decision, entry.decidedBy].filter((each) => each !== undefined).join(', ');
  return (
    <DoneSheet title={t('service.law')} isOpen={isOpen} onClose={onClose}>
      {decided !== '' && <p>{t('guide.decision', { decision: decided })}</p>}
      {entry.legalBasis.length === 0 && <p>{t('guide.notStated')}</p>}
      <ul lang="vi">
        {entry.legalBasis.map(({ code, name }) => (
          <li key={`${code ?? ''} ${name}`}>{code === undefined ? name : `${code}: ${name}`}</li>
        ))}
      </ul>
    </DoneSheet>
  );
}

function PrintButton({ entry }: { readonly entry: GuideEntry }) {
  const t = useVisitWords();
  const { desk, language } = useSession();
  const [outcome, setOutcome] = useState<'not-yet' | 'printed' | 'failed'>('not-yet');
  const print = async () => {
    const { printed } = await desk.printGuide({ code: entry.code, lines: guideLines(entry, t, language) });
    setOutcome(printed ? 'printed' : 'failed');
  };
  return (
    <Button
      kind="primary"
      size="primary"
      icon="printer"
      {...(outcome === 'not-yet' ? {} : { note: t(`guide.print.${outcome}`) })}
      onPress={() => void print()}
    >
      {t('guide.print.press')}
    </Button>
  );
}

/** Text of the database, a paragraph a line. */
function Paragraphs({ texts }: { readonly texts: readonly string[] }) {
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  return (
    <div lang="vi">
      {[...new Set(lines)].map((line) => (
        <p key={line}>{line}</p>
      ))}
    </div>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line) => <p key={line}>{line}</p>);
}
