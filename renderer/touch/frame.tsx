import { createContext, type ReactNode, useContext } from 'react';
import { Pages } from './pages.tsx';
import { useLandscape } from './use-landscape.ts';
import { useLargestText, useReach } from './use-reach.ts';
import { useTouchWords } from './words.tsx';
import './frame.css';

type FrameAroundProps = {
  /** Name of the kind of screen, for the root's `data-screen`. */
  readonly name?: string;
  /** StatusHeader, StaffHeader, or nothing. */
  readonly header?: ReactNode;
  /** The screen: a FrameMain. */
  readonly children?: ReactNode;
  /** Keyboard with suggestions; leave out when nothing is ever typed. */
  readonly keyboard?: ReactNode;
  /** False while nothing is being typed: the keyboard is there, and hidden. */
  readonly isTyping?: boolean;
  /** ToolsBar: the foot of the shutter in portrait, a rail on the left in landscape. */
  readonly tools?: ReactNode;
};

type FrameMainProps = {
  /** What is only read: progress, heading, lead. In reach mode it stays above the middle of the screen. */
  readonly reading?: ReactNode;
  /** The content with controls. What does not fit is paged with one button. */
  readonly children?: ReactNode;
  /** The field right above the keyboard; in landscape it shares the row of the action bar. */
  readonly answer?: ReactNode;
  readonly actions?: ReactNode;
  /** Picture for the upper half in reach mode where `reading` alone would leave it empty. */
  readonly reachScene?: ReactNode;
  /** Changes when another screen is shown: the page slides in and its paging starts at the first page. */
  readonly screen: string;
  /** Landscape only: reading on the left, the rest on the right (filed, identity, papers). */
  readonly sideBySide?: boolean;
  /** Direction of travel for the slide. */
  readonly travel?: 'forward' | 'back';
};

const IsTyping = createContext(false);

/** Every screen: status header → content → action bar → keyboard → tools, placed by orientation. */
export function Frame({ name, header, keyboard, tools, ...main }: FrameAroundProps & FrameMainProps) {
  return (
    <FrameAround name={name ?? main.screen} header={header} keyboard={keyboard} tools={tools}>
      <FrameMain {...main} />
    </FrameAround>
  );
}

/** What can stay while screens change: header, keyboard, tools. */
export function FrameAround({
  name,
  header,
  children,
  keyboard,
  isTyping = Boolean(keyboard),
  tools,
}: FrameAroundProps) {
  const words = useTouchWords();
  return (
    <div className="frame" data-screen={name} data-typing={isTyping || undefined}>
      {header}
      <IsTyping value={isTyping}>{children}</IsTyping>
      {keyboard && (
        <section
          className="frame-keyboard"
          aria-label={words.keyboard.name}
          hidden={!isTyping}
          aria-hidden={!isTyping || undefined}
        >
          {keyboard}
        </section>
      )}
      {tools}
    </div>
  );
}

/** What changes with every screen: content and action bar. */
export function FrameMain({
  reading,
  children,
  answer,
  actions,
  reachScene,
  screen,
  sideBySide,
  travel = 'forward',
}: FrameMainProps) {
  // What is only read stands still in the upper part; what can be touched is paged below it.
  const isReach = useReach();
  const isLandscape = useLandscape();
  const isTyping = useContext(IsTyping);
  // Keys and letters of 200 % leave no room for a part that is only read: then all is one page, as without reach.
  const isCrowded = useLargestText() && isTyping;
  const isLow = isReach && !isLandscape && !isCrowded;
  return (
    <main className="frame-main" key={screen} data-travel={travel}>
      {isLow && reachScene && <div className="frame-scene">{reachScene}</div>}
      {isLow && reading && <div className="frame-reading">{reading}</div>}
      <Pages screen={screen} reading={isLow ? undefined : reading} sideBySide={sideBySide}>
        {children}
      </Pages>
      <div className="frame-pad" />
      {(answer || actions) && (
        <div className="frame-foot" data-answer={answer ? true : undefined}>
          {answer && <div className="frame-answer">{answer}</div>}
          {actions}
        </div>
      )}
    </main>
  );
}

/** Full-width acts below each other: idle, covered, an end. Goes into the `actions` of a Frame. */
export function StackedActs({ children }: { readonly children: ReactNode }) {
  return <div className="stacked-acts">{children}</div>;
}

/** Short words in the middle of the page under a picture: idle, covered, cleared. */
export function CentredWords({ children }: { readonly children: ReactNode }) {
  return <div className="centred-words">{children}</div>;
}

type ActionBarProps = {
  readonly back?: ReactNode;
  /** Bottom right, above the tools, on every screen. */
  readonly primary?: ReactNode;
  /** A row of secondary acts above. */
  readonly extra?: ReactNode;
};

export function ActionBar({ back, primary, extra }: ActionBarProps) {
  return (
    <div className="action-bar">
      {extra && <div className="action-bar-extra">{extra}</div>}
      <div className="action-bar-row">
        {back && <div className="action-bar-back">{back}</div>}
        {primary && <div className="action-bar-primary">{primary}</div>}
      </div>
    </div>
  );
}
