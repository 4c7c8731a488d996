import type { ReactNode } from 'react';
import { AttractScene } from './attract-scene.tsx';
import { Icon } from './icon.tsx';
import type { IconName } from './icon-names.ts';
import { Mark } from './mark.tsx';
import { Pages } from './pages.tsx';
import './frame.css';
import './attract.css';

export type AttractPromise = {
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  readonly tone?: 'advice';
};

type AttractProps = {
  readonly name: string;
  /** «19:42» and «Thứ Bảy, 21/11». */
  readonly clock: string;
  readonly date: string;
  /** «14 tháng Mười âm lịch». */
  readonly lunarDate?: string;
  readonly time: 'day' | 'night';
  /** Shift of the picture against burn-in, in pixels: another value each minute, at most 4. */
  readonly shift?: number;
  /** Heading, lead, the languages as the two biggest targets on the machine. */
  readonly children: ReactNode;
  /** Network and privacy in one line each. */
  readonly promises?: readonly AttractPromise[] | null;
  readonly tools?: ReactNode;
};

/** Half scene, half action. No news, no carousel, no names. */
export function Attract({ name, clock, date, lunarDate, time, shift = 0, children, promises, tools }: AttractProps) {
  return (
    <div className="frame attract" data-screen="attract">
      <div className="attract-picture" data-time={time}>
        <div className="attract-shift" style={{ transform: `translate(${shift}px, ${shift}px)` }}>
          <AttractScene time={time} />
        </div>
        <header className="attract-top">
          <Mark />
          <span className="attract-name">{name}</span>
          <span className="attract-clock">
            {clock}
            <br />
            {date}
            {lunarDate && (
              <>
                <br />
                {lunarDate}
              </>
            )}
          </span>
        </header>
      </div>
      <main className="attract-main">
        <Pages screen="attract">
          {children}
          {promises && (
            <ul className="attract-promises">
              {promises.map((promise) => (
                <li key={promise.title} data-tone={promise.tone}>
                  <Icon name={promise.icon} size={56} />
                  <p>
                    <strong>{promise.title}</strong> {promise.text}
                  </p>
                </li>
              ))}
            </ul>
          )}
        </Pages>
      </main>
      {tools}
    </div>
  );
}
