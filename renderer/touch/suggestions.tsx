import { Button } from 'react-aria-components';
import './suggestions.css';

export type Suggestion = { readonly value: string; readonly label: string; readonly note?: string };

type SuggestionsProps = {
  readonly label: string;
  /** From the domain only (names, wards, ethnic groups), never from what others typed. At most five. */
  readonly suggestions: readonly Suggestion[];
  readonly onChoose: (value: string) => void;
  /** Keeps its row while there is nothing to suggest, so that the page does not jump under whoever is typing. */
  readonly isSteady?: boolean;
};

/** From so many letters on an offer is a wording, not a word: two of them break into lines. */
const wording = 24;

export function Suggestions({ label, suggestions, onChoose, isSteady }: SuggestionsProps) {
  return (
    <ul
      className="suggestions"
      aria-label={label}
      aria-live="polite"
      data-steady={isSteady || undefined}
      data-wordings={suggestions.some(({ label }) => label.length >= wording) || undefined}
    >
      {suggestions.map((suggestion) => (
        <li key={suggestion.value}>
          <Button className="suggestion pressable" preventFocusOnPress onPress={() => onChoose(suggestion.value)}>
            <span>{suggestion.label}</span>
            {suggestion.note && <span className="suggestion-note">{suggestion.note}</span>}
          </Button>
        </li>
      ))}
    </ul>
  );
}
