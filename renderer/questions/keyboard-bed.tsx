import {
  createContext,
  memo,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { isPadLayout, type KeyboardLayout } from '../touch/key-rows.ts';
import { Keyboard } from '../touch/keyboard.tsx';
import type { Key } from '../touch/keys.ts';
import { type Suggestion, Suggestions } from '../touch/suggestions.tsx';
import { useTypingMethod } from './typing-method.ts';

/** What lies below the question: the keys for the field being written, and suggestions above them. */
export interface Bed {
  /** Another for every field: layers and shift begin anew. */
  readonly field?: string;
  readonly layout: KeyboardLayout;
  readonly onKey: (key: Key) => void;
  readonly isCapitalNext?: boolean;
  /** Letters as they are, whatever way to type was chosen. */
  readonly isDirect?: boolean;
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

/** As much of the bed as moves the page's lower edge: a letter does not. */
export interface BedNow {
  readonly layout: KeyboardLayout;
  readonly hasSuggestions: boolean;
}

type OfferBed = (bed: Bed | undefined) => void;

const Offer = createContext<OfferBed>(() => {});
const Now = createContext<BedNow | undefined>(undefined);

interface BedProviderProps {
  readonly bed: Bed | undefined;
  readonly onBed: OfferBed;
  readonly children: ReactNode;
}

export function BedProvider({ bed, onBed, children }: BedProviderProps) {
  const layout = bed?.layout;
  const hasSuggestions = bed !== undefined && hasSuggestionRow(bed);
  const now = useMemo(() => layout && { layout, hasSuggestions }, [layout, hasSuggestions]);
  return (
    <Offer value={onBed}>
      <Now value={now}>{children}</Now>
    </Offer>
  );
}

/** The keys that lie open now, if any. */
export function useBedNow(): BedNow | undefined {
  return useContext(Now);
}

/** What is wrong matters more than what is likely, and there may be room for one of them. */
export function WithoutSuggestions({ isOn, children }: { readonly isOn: boolean; readonly children: ReactNode }) {
  const offer = useContext(Offer);
  const offerBare = useCallback<OfferBed>((bed) => offer(bed && { ...bed, suggestions: undefined }), [offer]);
  return <Offer value={isOn ? offerBare : offer}>{children}</Offer>;
}

function hasSuggestionRow({ suggestions }: Bed): boolean {
  return suggestions !== undefined && (suggestions.isSteady === true || suggestions.list.length > 0);
}

/** The field being written lays out its keyboard; when it is left, the keyboard goes. */
export function useBed(isActive: boolean, bed: Bed): void {
  const offer = useContext(Offer);
  const field = useId();
  const latest = useRef(bed);
  latest.current = bed;
  const { layout, isCapitalNext, isDirect, isPrivate, suggestions } = bed;
  const suggested = JSON.stringify(suggestions?.list ?? []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `suggested` stands for the list, the handlers are read when used
  useLayoutEffect(() => {
    if (!isActive) return;
    offer({
      field,
      layout,
      isCapitalNext,
      isDirect,
      isPrivate,
      onKey: (key) => latest.current.onKey(key),
      ...(suggestions
        ? { suggestions: { ...suggestions, onChoose: (value: string) => latest.current.suggestions?.onChoose(value) } }
        : {}),
    });
  }, [isActive, offer, field, layout, isCapitalNext, isDirect, isPrivate, suggested]);

  useLayoutEffect(() => {
    if (!isActive) return;
    return () => offer(undefined);
  }, [isActive, offer]);
}

/**
 * The keys of the field being written, with what is suggested above them. Keys that were laid out once stay, hidden, until they are
 * needed again: forty new buttons cost a slow machine more than the question they belong to.
 */
export function BedKeyboard({ bed }: { readonly bed: Bed | undefined }) {
  const [laidOut] = useState(() => new Map<string, Bed>());
  const [, redraw] = useState(false);
  if (bed) laidOut.set(keysOf(bed), bed);
  // While somebody reads the first screen there is time for the keys most questions ask for.
  useEffect(() => {
    const idle = requestIdleCallback(() => {
      for (const layout of firstLayouts) if (!laidOut.has(layout)) laidOut.set(layout, { layout, onKey: () => {} });
      redraw(true);
    });
    return () => cancelIdleCallback(idle);
  }, [laidOut]);
  return (
    <>
      {bed?.suggestions && hasSuggestionRow(bed) && (
        <Suggestions
          label={bed.suggestions.label}
          suggestions={bed.suggestions.list}
          onChoose={bed.suggestions.onChoose}
          isSteady={bed.suggestions.isSteady}
        />
      )}
      {[...laidOut].map(([keys, last]) => (
        <Keys key={keys} bed={last} isShown={bed !== undefined && keys === keysOf(bed)} />
      ))}
    </>
  );
}

const firstLayouts: readonly KeyboardLayout[] = ['name', 'text'];

/** Beds with the same keys. */
function keysOf({ layout }: Bed): string {
  return isPadLayout(layout) ? 'pad' : lettersOf(layout);
}

/** What is searched for is written on the keys of a text. */
function lettersOf(layout: KeyboardLayout): KeyboardLayout {
  return layout === 'search' ? 'text' : layout;
}

/** Drawn anew for another bed only; hidden ones keep their last, as the next field will begin with it. */
const Keys = memo(function Keys({ bed, isShown }: { readonly bed: Bed; readonly isShown: boolean }) {
  const [method, chooseMethod] = useTypingMethod();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isShown) return;
    // Hidden keys are laid out when somebody asks where one of them would be (frame.css).
    const idle = requestIdleCallback(() => void place.current?.firstElementChild?.getBoundingClientRect());
    return () => cancelIdleCallback(idle);
  }, [isShown]);
  return (
    <div className="bed-keys" hidden={!isShown} ref={place}>
      <Keyboard
        // Nothing is written on keys that are hidden: what is held or shifted on them ends.
        field={isShown ? bed.field : undefined}
        layout={lettersOf(bed.layout)}
        onKey={bed.onKey}
        method={bed.isDirect ? 'direct' : method}
        onMethod={bed.isDirect ? undefined : chooseMethod}
        isCapitalNext={isShown ? bed.isCapitalNext : bed.layout === 'name'}
        isPrivate={bed.isPrivate}
      />
    </div>
  );
});
