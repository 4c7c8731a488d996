import type { Language } from '../../shared/catalogue/text.ts';
import type { Stage } from './stage.ts';

/** One picture to take: how to come to it from nothing. */
export interface Scene {
  /** File name and address in the index; unique. */
  readonly name: string;
  readonly group: string;
  /**
   * `switch` (the usual): opened once in Vietnamese, then the resident's own «English» is pressed.
   * `anew`: opened once in each language, because a sheet or a message would not stand a change of language.
   * `vi`: a screen that has only one language.
   */
  readonly languages: 'switch' | 'anew' | 'vi';
  /** The act that brings the screen. Everything before it is undone by the next scene. */
  readonly open: (stage: Stage, shared: Shared) => Promise<void>;
  /** Waited for before the picture is taken, besides the page standing still. */
  readonly shows?: string;
}

/** Made once for all scenes. */
export interface Shared {
  /** JPEG pictures of an invented paper. */
  readonly paper: Uint8Array;
  /** Address of the pages of components. */
  readonly components: string;
}

export interface Shot {
  readonly scene: string;
  readonly group: string;
  readonly panel: string;
  readonly language: Language;
  readonly look: string;
  readonly page: number;
  readonly pages: number;
  readonly file: string;
  readonly problems: readonly Problem[];
}

export interface Problem {
  readonly kind:
    | 'fault'
    | 'axe'
    | 'overflow'
    | 'clipped'
    | 'small-target'
    | 'narrow-gap'
    | 'overlap'
    | 'out-of-reach'
    | 'faint-edge'
    | 'cut-letters'
    | 'other-font'
    | 'small-text'
    | 'tight-lines'
    | 'many-pages';
  readonly what: string;
}
