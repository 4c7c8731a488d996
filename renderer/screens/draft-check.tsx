import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftReply } from '../../shared/dossier/dossier.ts';
import type { DraftShown } from '../../shared/dossier/draft-words.ts';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { CHECK_CODE_LENGTH, makeCheckCode } from '../../shared/identity/slip-code.ts';
import type { CaseView } from '../../shared/portal-contract/case-status.ts';
import type { DraftTold } from '../../shared/portal-contract/draft-certificate.ts';
import { dateInWords } from '../../shared/vietnamese/dates.ts';
import { useBed } from '../questions/keyboard-bed.tsx';
import { useTyping } from '../questions/use-typing.ts';
import { replyToDraft } from '../session/draft-reply.ts';
import { useSession } from '../session/session.tsx';
import type { KnownCase } from '../session/visit.ts';
import { Banner } from '../touch/banner.tsx';
import { Button } from '../touch/button.tsx';
import { Card } from '../touch/cards.tsx';
import { FactList } from '../touch/facts.tsx';
import { Field } from '../touch/field.tsx';
import { ActionBar } from '../touch/frame.tsx';
import { Sheet } from '../touch/sheet.tsx';
import { Heading, Lead, SectionTitle } from '../touch/text.tsx';
import { useLandscape } from '../touch/use-landscape.ts';
import { useFrameWords, useVisitWords } from '../words/use-words.ts';
import { useResultOf } from './results-card.tsx';
import { ScreenFrame } from './screen-frame.tsx';
import { useInstant } from './use-instant.ts';

interface DraftCheckProps {
  readonly known: KnownCase;
  readonly view: CaseView;
  readonly told: DraftTold;
  readonly draft: DraftShown;
  readonly onLeave: () => void;
}

/** The draft certificate in its parts; «right», or «to change» and where. Either is filed, and the kiosk keeps nothing of the draft. */
export function DraftCheck({ known, view, told, draft, onLeave }: DraftCheckProps) {
  const [isWriting, setWriting] = useState(false);
  const reply = useReply(known, draft);
  return isWriting ? (
    <WhereToChange reply={reply} onBack={() => setWriting(false)} />
  ) : (
    <ReadDraft view={view} told={told} draft={draft} reply={reply} onLeave={onLeave} onWrong={() => setWriting(true)} />
  );
}

interface Replying {
  readonly send: (reply: DraftReply) => void;
  /** What may have been filed already: nothing else can be said until that is known. */
  readonly pending: DraftReply | undefined;
  readonly trouble: 'cannot-keep' | 'unanswered' | undefined;
}

const nonceBytes = 16;

function useReply(known: KnownCase, draft: DraftShown): Replying {
  const { desk, tell, visit, language, state } = useSession();
  const { t } = useTranslation('follow');
  const instant = useInstant();
  const [trouble, setTrouble] = useState<Replying['trouble']>();
  const [pending, setPending] = useState<DraftReply>();
  // A second tap comes before React has drawn again; and what may have been filed is asked for again under the same number.
  const isSending = useRef(false);
  const [nonce] = useState(() =>
    [...desk.random(nonceBytes)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  );

  const send = async (said: DraftReply) => {
    if (isSending.current) return;
    isSending.current = true;
    const reply = pending ?? said;
    const pledge = t(reply.says === 'right' ? 'draft.saysRight' : 'draft.saysToChange', { number: draft.number });
    const dossier = replyToDraft(draft, reply, {
      nonce,
      language,
      how: 'card' in known.slip ? 'card-read' : 'slip-shown',
      helper: visit.helper,
      pledge: { text: pledge, at: instant() },
      checkCode: makeCheckCode(desk.random(CHECK_CODE_LENGTH)),
      clockDoubtful: !state.clock.confirmed,
    });
    const answer = await desk.file(dossier).catch(() => undefined);
    isSending.current = false;
    if (answer?.ok) {
      const { filing, slip } = answer.value;
      const filed = { filing, slip, receiver: dossier.receiver.unit, phoneEnd: null };
      return tell({ type: 'filed', filed: { ...filed, isRevision: true, isDraftReply: true } });
    }
    if (answer !== undefined && answer.code !== 'shell-unreachable') return setTrouble('cannot-keep');
    // The answer was lost: it may be filed all the same, and then the shell knows of it.
    const { filed } = await desk.openVisit();
    if (filed) return tell({ type: 'filed', filed: { ...filed, phoneEnd: null } });
    setPending(reply);
    setTrouble('unanswered');
  };
  return { send: (reply) => void send(reply), pending, trouble };
}

interface ReadDraftProps extends Omit<DraftCheckProps, 'known'> {
  readonly reply: Replying;
  readonly onWrong: () => void;
}

function ReadDraft({ view, told, draft, reply, onLeave, onWrong }: ReadDraftProps) {
  const { language, say } = useSession();
  const { t } = useTranslation('follow');
  const [isSure, setSure] = useState(false);
  const result = useResultOf(view)(told.result ?? '');
  const date = dateInWords(hanoiDay(Date.parse(told.until)), language);
  const name = result ? say(result.name) : t('results.some');
  return (
    <ScreenFrame
      screen="draft"
      reading={
        <>
          <Heading focusFor="draft">{t('draft.readTitle')}</Heading>
          <Lead>{t('draft.readLead', { name, date })}</Lead>
        </>
      }
      actions={
        <ActionBar
          extra={
            reply.pending?.says !== 'right' && (
              <Button kind="secondary" size="primary" icon="pencil" onPress={onWrong}>
                {t('draft.toChange')}
              </Button>
            )
          }
          back={
            <Button kind="quiet" size="primary" icon="left" onPress={onLeave}>
              {t('draft.later')}
            </Button>
          }
          primary={
            reply.pending?.says !== 'to-change' && (
              <Button kind="primary" size="primary" onPress={() => setSure(true)}>
                {t('draft.right')}
              </Button>
            )
          }
        />
      }
    >
      <ReplyTrouble trouble={reply.trouble} />
      {draft.words.parts.map(({ title, lines }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: parts of one draft keep their places
        <Card key={place}>
          <SectionTitle>
            <span lang="vi">{title === '' ? name : title}</span>
          </SectionTitle>
          <div lang="vi">
            <FactList facts={lines} />
          </div>
        </Card>
      ))}
      <Sheet
        title={t('draft.sureTitle')}
        isOpen={isSure}
        onClose={() => setSure(false)}
        primary={
          <Button kind="primary" size="primary" onPress={() => reply.send({ says: 'right' })}>
            {t('draft.sureYes')}
          </Button>
        }
        secondary={
          <Button kind="quiet" size="primary" onPress={() => setSure(false)}>
            {t('draft.sureNo')}
          </Button>
        }
      >
        <Lead>{t('draft.sureLead')}</Lead>
        <ReplyTrouble trouble={reply.trouble} />
      </Sheet>
    </ScreenFrame>
  );
}

const longestWhere = 1000;

function WhereToChange({ reply, onBack }: { readonly reply: Replying; readonly onBack: () => void }) {
  const { t } = useTranslation('follow');
  const frame = useFrameWords();
  const [where, setWhere] = useState('');
  const [isMissing, setMissing] = useState(false);
  const isLandscape = useLandscape();
  const typing = useTyping({ kind: 'long', value: where, onValue: (text) => setWhere(text.slice(0, longestWhere)) });
  useBed(true, { layout: 'text', onKey: typing.onKey, isCapitalNext: typing.isCapitalNext });
  const send = () => {
    const told = where.normalize('NFC').trim();
    if (told === '') return setMissing(true);
    reply.send({ says: 'to-change', where: told });
  };
  const isShownMissing = isMissing && where.trim() === '';
  const field = (
    <Field
      label={t('draft.whereLabel')}
      value={where}
      isActive
      takesFocus
      isLong={!isLandscape}
      hasProblem={isShownMissing}
      onActivate={() => {}}
      onKey={typing.onKey}
      onPaste={typing.onPaste}
      onCaret={typing.onCaret}
      written={typing.written}
      onEnter={(atMs) => typing.endsScan(atMs) || send()}
    />
  );
  return (
    <ScreenFrame
      screen="draft"
      part="where"
      reading={
        <>
          <Heading focusFor="draft-where">{t('draft.whereTitle')}</Heading>
          {isLandscape && isShownMissing && <Lead>{t('draft.whereMissing')}</Lead>}
        </>
      }
      answer={isLandscape ? field : undefined}
      actions={
        <ActionBar
          back={
            <Button kind="quiet" size="primary" icon="left" iconOnlyWhenLarge onPress={onBack}>
              {frame('actions.back')}
            </Button>
          }
          primary={
            <Button kind="primary" size="primary" forward onPress={send}>
              {t('draft.send')}
            </Button>
          }
        />
      }
    >
      <ReplyTrouble trouble={reply.trouble} />
      {!isLandscape && isShownMissing && <Banner tone="problem">{t('draft.whereMissing')}</Banner>}
      {!isLandscape && field}
    </ScreenFrame>
  );
}

function ReplyTrouble({ trouble }: { readonly trouble: Replying['trouble'] }) {
  const visit = useVisitWords();
  const { t: problem } = useTranslation('problems');
  if (trouble === 'unanswered') return <Banner tone="advice">{problem('shell-unreachable')}</Banner>;
  return trouble === 'cannot-keep' ? <Banner tone="problem" title={visit('review.cannotKeep')} /> : null;
}
