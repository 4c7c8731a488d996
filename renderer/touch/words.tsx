import { createContext, type ReactNode, useContext } from 'react';

/** The few words the components speak by themselves; everything else arrives as a prop. */
export type TouchWords = {
  /** Name of the tools bar. */
  readonly tools: string;
  readonly close: string;
  /** The green button of a sheet that has been read: «Xong». */
  readonly done: string;
  /** Show a masked answer. */
  readonly show: string;
  /** Read the answer back. */
  readonly readBack: string;
  readonly seeMore: string;
  readonly seeFromStart: string;
  /** Spoken form of «1/3» on the paging button. */
  readonly pageOf: (place: { readonly page: number; readonly pages: number }) => string;
  /** Spoken instead of a masked answer: «đã điền, bốn số cuối 0012». */
  readonly masked: (lastFour: string) => string;
  /** Visible legends of keys, and their names for the ear. */
  readonly keyboard: KeyboardWords;
};

export type KeyboardWords = {
  readonly name: string;
  readonly numberPad: string;
  readonly space: string;
  readonly deleteBack: string;
  readonly clear: string;
  readonly shift: string;
  readonly letters: string;
  readonly numbers: string;
  readonly tones: {
    readonly sac: string;
    readonly huyen: string;
    readonly hoi: string;
    readonly nga: string;
    readonly nang: string;
    readonly none: string;
  };
  /** Names of the typing methods on the mode key. */
  readonly methods: { readonly telex: string; readonly vni: string; readonly direct: string };
  /** Heading of the short choice of typing methods. */
  readonly chooseMethod: string;
};

const Words = createContext<TouchWords | undefined>(undefined);

export function TouchWordsProvider({ words, children }: { readonly words: TouchWords; readonly children: ReactNode }) {
  return <Words value={words}>{children}</Words>;
}

export function useTouchWords(): TouchWords {
  const words = useContext(Words);
  if (!words) throw new Error('touch components need a TouchWordsProvider above them');
  return words;
}
