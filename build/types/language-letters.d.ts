/** Made by build/language-letters.ts at the build of the page. */
declare module 'virtual:language-letters' {
  export interface LanguageLetters {
    readonly names: readonly LetterFile[];
    /** Of every word; read when the language is chosen. */
    readonly all: () => Promise<readonly LetterFile[]>;
  }
  export interface LetterFile {
    readonly url: string;
    /** Weights of the house's font it stands in for, as in `font-weight` of @font-face. */
    readonly weights: readonly string[];
    /** As in `unicode-range`. */
    readonly range: string;
  }
  export const letters: Readonly<Record<string, LanguageLetters>>;
}
