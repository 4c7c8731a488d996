import type { Service } from '../../shared/catalogue/service.ts';
import type { Language, Text } from '../../shared/catalogue/text.ts';
import { outsideText } from '../../shared/catalogue/windows.ts';
import type { Facts } from '../../shared/form/facts.ts';
import { feesOf } from '../../shared/form/fees.ts';
import { possiblePapers } from '../../shared/form/papers.ts';
import { receiverOf } from '../../shared/form/receiver.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import { dateInFigures } from '../../shared/vietnamese/dates.ts';
import type { useGuidanceWords, useVisitWords } from '../words/use-words.ts';
import { asksNumber } from './card-answers.ts';
import type { Offered } from './offered-services.ts';
import { printedList, toTick } from './printed-list.ts';

interface Said {
  readonly t: ReturnType<typeof useVisitWords>;
  readonly guidance: ReturnType<typeof useGuidanceWords>;
  readonly say: (text: Text) => string;
  readonly language: Language;
}

/**
 * What to bring for a service, its fee, its time and where to go, as the printer of slips takes it. Nothing about a person. A service
 * that is not open says so first, and promises nothing of this kiosk.
 */
export function bringLines(
  offered: Offered,
  { facts, kiosk }: { readonly facts: Facts; readonly kiosk: ShellState['kiosk'] },
  { t, guidance, say, language }: Said,
): string[] {
  const { service } = offered;
  const isOpen = offered.state === 'open';
  const papers = possiblePapers(service, {}, facts);
  const hasOwnLine = papers.some(({ paper }) => paper.id === 'identity');
  const fees = feesOf(service, {}, facts);
  const waived = service.fees.flatMap(({ waivers }) => waivers.map((waiver) => say(waiver)));
  return printedList(
    [
      say(service.name),
      ...notOpen(offered, facts.today, { t, say, language }),
      guidance('bring.asOf', { date: dateInFigures(facts.today, language) }),
    ],
    [
      {
        title: guidance('bring.title'),
        lines: [
          ...(asksNumber(service) && !hasOwnLine ? [guidance('bring.identity')] : []),
          ...papers.map(({ paper, certain }) => {
            const named = paper.need === 'shown' ? `${say(paper.name)} (${t('service.shown')})` : say(paper.name);
            return !certain && paper.ifText ? `${named}, ${say(paper.ifText)}` : named;
          }),
        ].map(toTick),
      },
      {
        title: guidance('bring.where'),
        lines: whereLines(offered, { facts, kiosk }, { t, guidance, say, language }),
      },
      {
        title: t('service.time'),
        lines: [
          say(service.processing.text),
          ...service.processing.notes.map(say),
          ...(isOpen ? [guidance('bring.minutes', { minutes: service.minutesToFill })] : []),
        ],
      },
      {
        title: t('service.fee'),
        lines: [
          say(fees.text),
          ...(fees.reason ? [say(fees.reason)] : []),
          ...new Set(fees.lines.flatMap(({ note }) => (note ? [say(note)] : []))),
          ...(waived.length > 0 ? [t('service.waived', { who: waived.join('; ') })] : []),
        ],
      },
    ],
  );
}

/** Nothing for a service that is open. */
function notOpen(offered: Offered, today: string, { t, say, language }: Omit<Said, 'guidance'>): string[] {
  if (offered.state === 'open') return [];
  const date = dateInFigures(offered.day, language);
  const outside = outsideText(offered.service, today);
  return [t(offered.state === 'opens' ? 'home.opens' : 'home.closed', { date }), ...(outside ? [say(outside)] : [])];
}

/** The ward's counter takes what a ward receives; for any other receiver it is only where somebody can be asked. */
function whereLines(
  { service, state }: Offered,
  { facts, kiosk }: { readonly facts: Facts; readonly kiosk: ShellState['kiosk'] },
  { t, guidance, say }: Said,
): string[] {
  const isHere = state === 'open' && isFiledHere(service);
  const isWard = service.receiver.kind === 'ward';
  const counter = kiosk?.nearestCounter;
  const atCounter = counter && { name: counter.name, address: counter.address, hours: say(counter.hours) };
  return [
    ...(kiosk && isHere ? [guidance('bring.here', { name: kiosk.site.name, address: kiosk.site.address })] : []),
    // Which ward it is hangs on an address nobody has said yet.
    ...(isWard ? [] : [guidance('bring.receiver', { receiver: say(receiverOf(service, {}, facts, '').name) })]),
    ...(atCounter ? [guidance(counterKey(isWard && state === 'open', isHere), atCounter)] : []),
    ...(isHere ? [t(`service.presence.${service.presence}`)] : []),
  ];
}

function counterKey(takesIt: boolean, isHere: boolean) {
  if (!takesIt) return 'bring.ask';
  return isHere ? 'bring.counter' : 'bring.counterAlone';
}

/** Of the first stages the kiosk tells and prints; what is brought goes to the receiver. */
function isFiledHere({ stage }: Service): boolean {
  return stage !== 1 && stage !== 2;
}
