import { bridge } from './bridge.ts';
import './crossing.css';

export type CrossingState = 'kept' | 'sending' | 'received';

type CrossingProps = {
  readonly state: CrossingState;
  /** Only a verified receipt moves the dossier: true plays the crossing once while the resident looks on. */
  readonly hasJustCrossed?: boolean;
};

const steel = bridge({ left: 250, right: 710, deck: 200, top: 96, spans: 2, steps: 12 });

/** Which bank the dossier is on. The heading says the same in words, so the picture is hidden from the ear. */
export function Crossing({ state, hasJustCrossed }: CrossingProps) {
  const isThere = state === 'received';
  return (
    <svg className="crossing" data-state={state} viewBox="0 0 960 270" aria-hidden="true" focusable="false">
      <path className="crossing-bank" d="M0 200h238q14 0 14 14v22q0 14-14 16q-60 8-110 2t-128 8z" />
      <path className="crossing-bank" d="M960 200H722q-14 0-14 14v22q0 14 14 16q60 8 110 2t128 8z" />
      <path className="crossing-water" d="M270 240h70m40 0h110m50 0h80m30 0h40M310 264h90m60 0h120m40 0h50" />
      {isThere ? (
        <g className="crossing-steel">
          <path d={steel.chord} strokeWidth="6" />
          <path d={steel.posts + steel.diagonals} strokeWidth="3" />
          <path d="M250 200H710" strokeWidth="9" />
        </g>
      ) : (
        <g className="crossing-dots">
          <path d={steel.chord} />
          <path className="crossing-dots-deck" d="M250 200H710" />
        </g>
      )}
      <g className="crossing-houses">
        <path d="M28 200V56h86v144zM48 86h14m18 0h14M48 118h14m18 0h14M48 150h14m18 0h14M62 200v-22h18v22" />
        <path d="M846 200v-84h92v84zM834 118l58-40 58 40M868 200v-40h48v40M892 200v-40M866 138h10m32 0h10" />
      </g>
      <g transform={`translate(${isThere ? 772 : 170} 134)`}>
        <g className="crossing-dossier" data-crosses={(isThere && hasJustCrossed) || undefined}>
          <path className="crossing-paper" d="M-46 -58h62l30 30v88h-92z" />
          <path className="crossing-paper" d="M16 -58v30h30" />
          <path className="crossing-lines" d="M-24 -4h48M-24 16h48M-24 36h28" />
          <circle className="crossing-seal" cx="40" cy="52" r="28" />
          <path className="crossing-sign" d={isThere ? 'm28 52 9 9 16-18' : 'M40 38v15l9 7'} />
        </g>
      </g>
    </svg>
  );
}
