import { createContext, type ReactNode, useContext, useLayoutEffect, useRef } from 'react';
import type { KeyboardLayout } from '../touch/key-rows.ts';
import { Keyboard } from '../touch/keyboard.tsx';
import type { Key } from '../touch/keys.ts';
import { type Suggestion, Suggestions } from '../touch/suggestions.tsx';
import { useTypingMethod } from './typing-method.ts';

/** What lies below the question: the keys for the field being written, and suggestions above them. */
export interface Bed {
  readonly layout: KeyboardLayout;
  readonly onKey: (key: Key) => void;
  readonly isCapitalNext?: boolean;
  /** Identity numbers and phones: pressed keys are not lit. */
  readonly isPrivate?: boolean;
  readonly suggestions?: {
    readonly label: string;
    readonly list: readonly Suggestion[];
    readonly onChoose: (value: string) => void;
    /** Its row stays while there is nothing to suggest. */
    readonly isSteady?: boolean;
  };
}

const Offer = createContext<(bed: Bed | undefined) => void>(() => {});

export function BedProvider({
  onBed,
  children,
}: {
  readonly onBed: (bed: Bed | undefined) => void;
  readonly children: ReactNode;
}) {
  return <Offer value={onBed}>{children}</Offer>;
}

/** The field being written lays out its keyboard; when it is left, the keyboard goes. */
export function useBed(isActive: boolean, bed: Bed): void {
  const offer = useContext(Offer);
  const latest = useRef(bed);
  latest.current = bed;
  const { layout, isCapitalNext, isPrivate, suggestions } = bed;
  const suggested = JSON.stringify(suggestions?.list ?? []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `suggested` stands for the list, the handlers are read when used
  useLayoutEffect(() => {
    if (!isActive) return;
    offer({
      layout,
      isCapitalNext,
      isPrivate,
      onKey: (key) => latest.current.onKey(key),
      ...(suggestions
        ? { suggestions: { ...suggestions, onChoose: (value: string) => latest.current.suggestions?.onChoose(value) } }
        : {}),
    });
  }, [isActive, offer, layout, isCapitalNext, isPrivate, suggested]);

  useLayoutEffect(() => {
    if (!isActive) return;
    return () => offer(undefined);
  }, [isActive, offer]);
}

export function BedKeyboard({ bed }: { readonly bed: Bed }) {
  const [method, chooseMethod] = useTypingMethod();
  return (
    <>
      {bed.suggestions && (bed.suggestions.isSteady || bed.suggestions.list.length > 0) && (
        <Suggestions
          label={bed.suggestions.label}
          suggestions={bed.suggestions.list}
          onChoose={bed.suggestions.onChoose}
          isSteady={bed.suggestions.isSteady}
        />
      )}
      <Keyboard
        layout={bed.layout}
        onKey={bed.onKey}
        method={method}
        onMethod={chooseMethod}
        isCapitalNext={bed.isCapitalNext}
        isPrivate={bed.isPrivate}
      />
    </>
  );
}
