import type { Language, Text } from '../../shared/catalogue/text.ts';

/** The languages of this kiosk, as a session needs them: what can be shown now, and how a text of the catalogue reads. */
export interface Languages {
  /** Whether the words and letters of a language lie ready. */
  isReady(language: Language): boolean;
  /** Reads what is not there yet. Rejects when it cannot be read; then the visit stays in the language it has. */
  load(language: Language): Promise<void>;
  /** The text in the language; undefined where nobody has translated it: then the page marks it as Vietnamese. */
  translate(text: Text, language: Language): string | undefined;
}
