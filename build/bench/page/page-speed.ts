import { launchKiosk } from '../../../tests/support/electron-app.ts';
import { storyOf } from '../../../tests/support/known-services.ts';
import { aResident } from '../../../tests/support/resident.ts';
import { percentile } from '../spread.ts';
import { touchEmptyPage } from './empty-page.ts';
import { fingers } from './fingers.ts';
import type { Touched } from './watch-touches.ts';

export interface Answering {
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly worstMs: number;
  readonly count: number;
}

export interface TouchSpeed {
  /** Finger down until what is touched shows it. */
  readonly lit: Answering;
  /** Finger up until anything else changes, where no other screen comes. */
  readonly tap: Answering;
  /** Finger up until the letter stands in the field. */
  readonly key: Answering;
  /** Finger up until the next screen stands. */
  readonly screen: Answering;
  /** The browser's own figure of the slowest event of each touch, to the picture. */
  readonly event: Answering;
}

export interface PageSpeed {
  readonly kiosk: TouchSpeed;
  readonly empty: Omit<TouchSpeed, 'tap' | 'lit'>;
  /** Touches of something that never changed anything; a field that is being written already has nothing to change. */
  readonly unanswered: readonly string[];
  /** The slowest touches and what they were at. */
  readonly slowest: readonly Touched[];
}

export const slowness = 6;
/** Between two residents of a queue: one takes the slip, the next steps up. */
const steppingUpMs = 3000;

/** Visits of a birth registration, the longest form, by finger alone in the real page, slowed; the same on an empty page. */
export async function measurePageSpeed(options: { profileFolder: string; visits: number }): Promise<PageSpeed> {
  const touched: Touched[] = [];
  const kiosk = await launchKiosk({ profileFolder: options.profileFolder });
  try {
    const hands = fingers({ slowness, onTouched: (each) => touched.push(each) });
    const resident = aResident({ page: () => kiosk.page, hands });
    for (let visit = 0; visit < options.visits; visit += 1) {
      await resident.seesScreen('attract');
      await hands.take(kiosk.page);
      await kiosk.page.waitForTimeout(steppingUpMs);
      const story = storyOf('birth-registration', longest);
      await resident.begin();
      await resident.findByLifeEvent(story);
      await resident.startService(story);
      await resident.identify(story, 'tapped');
      await resident.answerQuestions(story);
      await resident.givePapers(story);
      await resident.file(story);
      const fresh = kiosk.nextPage();
      await resident.endVisit();
      await fresh;
    }
  } finally {
    await kiosk.close();
  }
  const empty = await touchEmptyPage({ slowness, keys: 60, screens: 30 });
  const { key, screen, event } = speedOf(empty);
  return {
    kiosk: speedOf(touched),
    empty: { key, screen, event },
    unanswered: touched
      .filter(({ answeredMs, target }) => answeredMs === null && !/^(field|date-box)-value/.test(target))
      .map(({ target }) => target),
    slowest: touched.toSorted((one, other) => (other.answeredMs ?? 0) - (one.answeredMs ?? 0)).slice(0, 12),
  };
}

/** Both parents, an address each, and no paper that must be there at once. */
const longest = 'father-in-time';

function speedOf(touched: readonly Touched[]): TouchSpeed {
  const of = (kind: Touched['kind']) =>
    touched.filter((each) => each.kind === kind).map(({ answeredMs }) => answeredMs);
  return {
    lit: answeringOf(touched.map(({ litMs }) => litMs)),
    tap: answeringOf(of('tap')),
    key: answeringOf(of('key')),
    screen: answeringOf(of('screen')),
    event: answeringOf(touched.map(({ eventMs }) => eventMs)),
  };
}

function answeringOf(times: readonly (number | null)[]): Answering {
  const known = times.filter((time) => time !== null);
  if (known.length === 0) return { p50Ms: Number.NaN, p95Ms: Number.NaN, worstMs: Number.NaN, count: 0 };
  return {
    p50Ms: percentile(known, 50),
    p95Ms: percentile(known, 95),
    worstMs: Math.max(...known),
    count: known.length,
  };
}
