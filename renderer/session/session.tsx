import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useSyncExternalStore,
} from 'react';
import type { Service } from '../../shared/catalogue/service.ts';
import { inHouseWords, type Language, type Text } from '../../shared/catalogue/text.ts';
import { correctionService } from '../../shared/form/correction.ts';
import type { Facts } from '../../shared/form/facts.ts';
import type { PlaceIndex } from '../../shared/places/place-index.ts';
import type { WorkingCalendar } from '../../shared/places/working-days.ts';
import type { ShellState } from '../../shared/shell-contract/messages.ts';
import type { Desk, OpenVisit } from './desk.ts';
import type { Draft } from './draft.ts';
import { factsAt } from './facts-now.ts';
import type { Languages } from './languages.ts';
import { basisOf, factsOfRevision } from './revision-basis.ts';
import { useReadyLanguage } from './use-ready-language.ts';
import { type Comfort, startOfVisit, type Visit, type VisitEvent, visitAfter } from './visit.ts';

/** What seldom changes during a visit: whoever needs no more is not drawn anew with every letter that is written. */
export interface Kiosk {
  readonly tell: (event: VisitEvent) => void;
  readonly desk: Desk;
  readonly state: ShellState;
  readonly language: Language;
  readonly comfort: Comfort;
  /** This visit only practises: every screen says so, and none does anything that lasts. */
  readonly isPractice: boolean;
  /** A text of the catalogue in the language of the visit; in Vietnamese where nobody has translated it. */
  readonly say: (text: Text) => string;
  readonly facts: () => Facts;
  readonly places: PlaceIndex;
}

export interface Session extends Kiosk {
  readonly visit: Visit;
  /** The service of the open draft, in the version the draft was begun with. */
  readonly service: Service | undefined;
}

/** For whoever stands between the session and its screens (practice-session.tsx); screens use the hooks below. */
export const KioskContext = createContext<Kiosk | undefined>(undefined);
export const SessionContext = createContext<Session | undefined>(undefined);

interface SessionProviderProps {
  readonly desk: Desk;
  readonly places: PlaceIndex;
  readonly calendar: WorkingCalendar;
  /** What was open when the page died. */
  readonly resumed: OpenVisit;
  readonly languages: Languages;
  readonly children: ReactNode;
}

/** What the portal tells a kiosk about itself anew holds from the next visit on: a fee must not change under the finger. */
function useSettledKiosk(state: ShellState, mayChange: boolean): ShellState {
  const held = useRef(state.kiosk);
  if (mayChange || held.current === null) held.current = state.kiosk;
  const kiosk = held.current;
  return useMemo(() => ({ ...state, kiosk }), [state, kiosk]);
}

export function SessionProvider({ desk, places, calendar, resumed, languages, children }: SessionProviderProps) {
  const [visit, tell] = useReducer(visitAfter, resumed, startWith);
  const state = useSettledKiosk(useSyncExternalStore(desk.observe, desk.state), visit.screen.name === 'attract');
  const { draft, practice } = visit;
  const onNoWords = useCallback(() => desk.log({ code: 'words-unreadable' }), [desk]);
  const language = useReadyLanguage(visit.language, languages, onNoWords);

  // Autosave: every change goes to the shell at once, so that a crashed page resumes at the same question.
  useEffect(() => {
    if (draft && !practice) desk.keepDraft(draft);
  }, [desk, draft, practice]);

  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset.palette = visit.comfort.palette;
    document.documentElement.dataset.text = String(visit.comfort.textSize);
    // Present or absent: the style sheets ask for the attribute, not for a value.
    document.documentElement.toggleAttribute('data-reach', visit.comfort.reach);
    document.documentElement.dataset.hand = visit.comfort.hand;
    document.documentElement.dataset.motion = visit.comfort.motion;
  }, [language, visit.comfort]);

  const feeSupportConfirmed = state.kiosk?.feeSupportConfirmed ?? false;
  const skew = state.clock.offsetMs ?? 0;
  const facts = useCallback(
    () => factsAt(Date.now() + skew, { calendar, places, feeSupportConfirmed }),
    [calendar, places, feeSupportConfirmed, skew],
  );
  const { comfort } = visit;
  const kiosk = useMemo<Kiosk>(
    () => ({
      tell,
      desk,
      state,
      language,
      comfort,
      isPractice: practice !== undefined,
      say: (text) => languages.translate(text, language) ?? inHouseWords(text, language),
      facts,
      places,
    }),
    [desk, state, language, comfort, practice, languages, facts, places],
  );
  const whole = draft
    ? desk.services.find(({ id, version }) => id === draft.service.id && version === draft.service.version)
    : undefined;
  const revises = draft?.revises;
  const service = useMemo(
    () => (whole && revises ? correctionService(whole, basisOf(revises)) : whole),
    [whole, revises],
  );
  const session = useMemo<Session>(() => ({ ...kiosk, visit, service }), [kiosk, visit, service]);
  return (
    <KioskContext value={kiosk}>
      <SessionContext value={session}>{children}</SessionContext>
    </KioskContext>
  );
}

export function useKiosk(): Kiosk {
  return provided(useContext(KioskContext));
}

export function useSession(): Session {
  return provided(useContext(SessionContext));
}

function provided<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a screen needs a SessionProvider above it');
  return value;
}

/** The open draft with its service and facts; screens of the draft stand only where there is one. */
export function useOpenDraft(): Session & { draft: Draft; service: Service } {
  const session = useSession();
  const { draft } = session.visit;
  if (!draft || !session.service) throw new Error('this screen needs an open draft');
  const { revises } = draft;
  const facts = revises ? () => factsOfRevision(revises, session.facts()) : session.facts;
  return { ...session, draft, service: session.service, facts };
}

/** A filing comes before a draft: the draft it was made from may not have been dropped yet. */
function startWith({ draft, filed }: OpenVisit): Visit {
  if (filed) {
    return visitAfter(startOfVisit, { type: 'filed', filed: { ...filed, phoneEnd: null } });
  }
  return draft ? visitAfter(startOfVisit, { type: 'draft-resumed', draft }) : startOfVisit;
}
