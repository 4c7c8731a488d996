import { memo } from 'react';
import { bridgeSpan } from './bridge.ts';
import './progress-bridge.css';

type ProgressBridgeProps = {
  /** Number of sections (phần); may change with answers. */
  readonly sections: number;
  /** The section being written, from 1. */
  readonly now: number;
  /** «Phần 2 trên 6: Em bé». */
  readonly words: string;
  /** «Câu 1 trên 5». */
  readonly place?: string;
};

/** One span a section. The words carry the meaning; the drawing is for the eye and goes at 200 % text. */
export const ProgressBridge = memo(function ProgressBridge({ sections, now, words, place }: ProgressBridgeProps) {
  const gap = 10;
  const width = (984 - gap * (sections - 1)) / sections;
  return (
    <div className="progress">
      <p className="progress-words">
        <strong>{words}</strong>
        {place && <span>{place}</span>}
      </p>
      <svg
        className="progress-bridge"
        viewBox="0 0 984 58"
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {Array.from({ length: sections }, (_, index) => {
          const left = index * (width + gap);
          const span = bridgeSpan({ left: left + 3, right: left + width - 3, deck: 50, top: 8 });
          const state = index + 1 < now ? 'done' : index + 1 === now ? 'now' : 'ahead';
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place
            <g key={index} className="progress-span" data-state={state}>
              <path className="progress-area" d={span.area} />
              <path className="progress-steel" d={span.chord + span.posts} />
              <path className="progress-deck" d={`M${left} 52H${left + width}`} />
            </g>
          );
        })}
      </svg>
    </div>
  );
});
