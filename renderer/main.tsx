import './trusted-types.ts';
import './zod-without-eval.ts';
import { createRoot } from 'react-dom/client';
import type { PlaceIndex } from '../shared/places/place-index.ts';
import type { WorkingCalendar } from '../shared/places/working-days.ts';
import { CatalogueAnswer } from '../shared/shell-contract/messages.ts';
import { App } from './app.tsx';
import { afterCrash } from './crash-count.ts';
import { CrashScreen } from './crash-screen.tsx';
import { knownCalendar } from './desk/known-calendar.ts';
import { lateDelivery } from './desk/late-delivery.ts';
import { askShell } from './desk/shell-client.ts';
import { openDesk } from './desk/shell-desk.ts';
import { watchShellState } from './desk/shell-state.ts';
import { shellVoice } from './desk/shell-voice.ts';
import { startPage } from './page-update.ts';
import type { Desk } from './session/desk.ts';
import { SessionProvider } from './session/session.tsx';
import { SpeechProvider } from './speech/speech.tsx';
import './styles/styles.css';
import { setPanel } from './touch/panel.ts';
import { listenForTaps } from './touch/quick-taps.ts';
import { openLanguages } from './words/kiosk-languages.ts';
import { KioskWords } from './words/kiosk-words.tsx';
import { showLetterOfNames } from './words/letters.ts';
import { startWords } from './words/words.ts';

const noPlaces: PlaceIndex = { units: [], entries: [] };
const quietLimitMs = 500;

// What is below this line and no function stands only when the page has been shown.
const start = await startPage();
if (start.state === 'ready') await show(start.update);

async function show(update: Extract<typeof start, { state: 'ready' }>['update']): Promise<void> {
  // None of these waits for another: the attract screen stands sooner.
  const [watch] = await Promise.all([watchShellState(), startWords()]);
  let goOn = () => {};
  const isDrawn = new Promise<void>((done) => {
    goOn = done;
  });
  const opened = isDrawn.then(async () => (await import('./desk/delivery.ts')).openDelivery());
  const delivery = lateDelivery(opened);
  let inHand: CatalogueAnswer | undefined;
  const desk = openDesk({
    async readServices() {
      inHand = await readContent();
      return inHand?.services ?? [];
    },
    watch,
    delivery,
  });
  // One page has one catalogue for its life. Who would be given another one now begins anew.
  const renewWhenOther = (version: number) => {
    if (inHand && inHand.version !== version) location.reload();
  };
  const resumed = await desk.openVisit();
  const languages = openLanguages();
  showLetterOfNames();
  const { panel } = watch.current();
  setPanel({ pxPerMm: Math.hypot(panel.width, panel.height) / (25.4 * panel.diagonalInches) });

  listenForTaps(document);
  const root = document.getElementById('root');
  if (!root) throw new Error('the page has no root');
  const page = createRoot(root);
  const onAttract = () => void activateWhenWaiting(update);
  const draw = (places: PlaceIndex, calendar: WorkingCalendar) =>
    // `onContent` is another one each time, so that it is asked again once the catalogue is in hand: what came meanwhile was not compared.
    page.render(
      <CrashScreen onCrash={() => crashed(desk)}>
        <SessionProvider desk={desk} places={places} calendar={calendar} resumed={resumed} languages={languages}>
          <KioskWords>
            <SpeechProvider voice={shellVoice}>
              <App
                onAttract={onAttract}
                onContent={(version) => renewWhenOther(version)}
                onSomebody={delivery.setSomebodyAtTheScreen}
              />
            </SpeechProvider>
          </KioskWords>
        </SessionProvider>
      </CrashScreen>,
    );
  // The attract screen asks for no address and no service and shows nothing of the queue: all are read behind it. A draft asks for both.
  const isAtStart = !(resumed.draft || resumed.filed);
  if (isAtStart) draw(noPlaces, knownCalendar());
  // Without it nothing would be sent until the next page.
  opened.catch(() => {
    if (crashed(desk) === 'reload') location.reload();
  });
  if (isAtStart) await quiet();
  goOn();
  const [{ knownPlaces, readUnits }] = await Promise.all([import('./desk/known-places.ts'), desk.servicesRead()]);
  const units = readUnits(inHand?.units);
  draw(knownPlaces(units), knownCalendar(units.holidays));
}

async function readContent(): Promise<CatalogueAnswer | undefined> {
  const answer = await askShell('catalogue', CatalogueAnswer);
  return answer.ok ? answer.value : undefined;
}

/** The first screen has been drawn, or it is high time. */
function quiet(): Promise<void> {
  return new Promise((done) => requestIdleCallback(() => done(), { timeout: quietLimitMs }));
}
function crashed(desk: Desk): 'reload' | 'end-visit' {
  desk.log({ code: 'page-crashed' });
  const next = afterCrash(sessionStorage, Date.now());
  if (next === 'end-visit') void desk.endVisit('wiped');
  return next;
}

/** A new build takes over only on the attract screen, never in a session. */
async function activateWhenWaiting(update: {
  isWaiting: () => boolean;
  look: () => Promise<void>;
  activate: () => Promise<void>;
}) {
  if (update.isWaiting()) await update.activate();
}
