import { type ReactNode, useSyncExternalStore } from 'react';
import { TypedText } from './typed-text.tsx';

/** A field this moment. */
export interface Written {
  readonly text: string;
  readonly caret: number;
  /** The word a tone key will change, in UTF-16 offsets. */
  readonly word: { readonly start: number; readonly end: number } | undefined;
}

/** What is being written, letter by letter: ahead of the field's `value` until its owner has been told. */
export interface WrittenNow {
  /** The same object until another letter comes. */
  now(): Written;
  subscribe(listener: () => void): () => void;
}

interface WrittenTextProps {
  readonly written: WrittenNow;
  readonly isWordShown: boolean;
  /** Behind the caret until the first letter comes: what belongs here. */
  readonly hint?: ReactNode;
}

/** Draws a letter without drawing the field around it. */
export function WrittenText({ written, isWordShown, hint }: WrittenTextProps) {
  const { text, caret, word } = useSyncExternalStore(written.subscribe, written.now);
  return (
    <>
      <TypedText value={text} caret={caret} currentWord={isWordShown ? word : undefined} />
      {text === '' && hint}
    </>
  );
}
