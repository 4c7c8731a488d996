import './typed-text.css';

type TypedTextProps = {
  readonly value: string;
  /** The word a tone key will change, in UTF-16 offsets. */
  readonly currentWord?: { readonly start: number; readonly end: number };
  /** Offset of the caret; undefined hides it. */
  readonly caret?: number;
};

/** The value with its current word underlined and a caret that never scrolls sideways. */
export function TypedText({ value, currentWord, caret }: TypedTextProps) {
  const cuts = [0, currentWord?.start, currentWord?.end, caret, value.length]
    .filter((cut): cut is number => cut !== undefined && cut >= 0 && cut <= value.length)
    .sort((one, other) => one - other);
  const pieces = cuts.slice(1).map((end, index) => ({ start: cuts[index] ?? 0, end }));
  const inWord = (start: number, end: number) =>
    currentWord !== undefined && end > start && start >= currentWord.start && end <= currentWord.end;
  return (
    <span className="typed-text">
      {caret === 0 && <span className="typed-text-caret" />}
      {pieces.map(({ start, end }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
        <span key={index}>
          {end > start && <span data-now={inWord(start, end) || undefined}>{value.slice(start, end)}</span>}
          {caret === end && end !== 0 && pieces[index + 1]?.end !== end && <span className="typed-text-caret" />}
        </span>
      ))}
    </span>
  );
}
