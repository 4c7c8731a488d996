import { useEffect, useState } from 'react';
import type { GuideEntry } from '../../shared/catalogue/guide-entry.ts';
import { useSession } from '../session/session.tsx';
import type { Screen } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card, CardGrid, FactCard, PaperLines } from '../touch/cards.tsx';
import { DoneSheet } from '../touch/done-sheet.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Badge, Heading, Note, SectionTitle } from '../touch/text.tsx';
import { useVisitWords } from '../words/use-words.ts';
import { BackButton } from './back-button.tsx';
import { CounterNote } from './counter-note.tsx';
import { type GuideWords, guideLines, guideWords, inPieces } from './guide-words.ts';
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
  const [sheet, setSheet] = useState<'details' | 'law' | undefined>();
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
              {headingOf(entry.name)}
            </Heading>
          </div>
        </>
      }
      actions={
        <ActionBar
          extra={
            <>
              <Button icon="help" onPress={() => setSheet('details')}>
                {t('guide.details')}
              </Button>
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
      {headingOf(entry.name) !== entry.name && <p lang="vi">{entry.name}</p>}
      <CardGrid columns={2}>
        <FactCard icon="clock" label={t('service.time')} value={said.time.value} />
        <FactCard icon="coin" label={t('service.fee')} value={said.fee.value} />
      </CardGrid>
      {said.papers.length === 0 && <Part title={t('service.papers')} texts={[t('guide.notStated')]} />}
      {said.papers.map(({ title, lines }, place) => (
        <div key={`${title ?? ''} ${lines[0] ?? ''}`} lang="vi">
          {place === 0 && <SectionTitle>{t('service.papers')}</SectionTitle>}
          {title && <p>{title}</p>}
          <PaperLines label={title ?? t('service.papers')} papers={lines.map((name) => ({ name }))} />
        </div>
      ))}
      <Part title={t('guide.where')} texts={said.where.length === 0 ? [t('guide.notStated')] : said.where} />
      <Note>{said.source}</Note>
      <DetailsSheet entry={entry} said={said} isOpen={sheet === 'details'} onClose={() => setSheet(undefined)} />
      <LawSheet entry={entry} isOpen={sheet === 'law'} onClose={() => setSheet(undefined)} />
    </ScreenFrame>
  );
}

/** Some names are half a law long: a heading is read at a glance, the whole name stands below it. */
function headingOf(name: string): string {
  const letters = [...name];
  return letters.length <= longestHeading
    ? name
    : `${letters
        .slice(0, longestHeading)
        .join('')
        .replace(/\s+\S*$/, '')}…`;
}

const longestHeading = 130;

interface SheetProps {
  readonly entry: GuideEntry;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What nobody needs in order to pack a bag: each way with its time and fee, who may, on which conditions, what comes of it. */
function DetailsSheet({ entry, said, isOpen, onClose }: SheetProps & { readonly said: GuideWords }) {
  const t = useVisitWords();
  return (
    <DoneSheet title={t('guide.details')} isOpen={isOpen} onClose={onClose}>
      <Part title={t('service.time')} texts={[said.time.value, ...said.time.lines]} />
      <Part title={t('service.fee')} texts={[said.fee.value, ...said.fee.lines]} />
      {said.ways.map(({ title, text }) => text && <Part key={`${title} ${text}`} title={title} texts={[text]} />)}
      <Part title={t('service.who')} texts={[entry.who.join('; ')]} />
      <Part title={t('guide.conditions')} texts={[entry.conditions ?? '']} />
      <Part title={t('guide.results')} texts={entry.results} />
    </DoneSheet>
  );
}

function LawSheet({ entry, isOpen, onClose }: SheetProps) {
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

/** Texts of the database under a title, a paragraph a line; nothing where nothing is stated. */
function Part({ title, texts }: { readonly title: string; readonly texts: readonly string[] }) {
  const lines = [...new Set(texts.flatMap(inPieces))];
  if (lines.length === 0) return null;
  return (
    <div>
      <SectionTitle>{title}</SectionTitle>
      {lines.map((line) => (
        <p key={line} lang="vi">
          {line}
        </p>
      ))}
    </div>
  );
}
