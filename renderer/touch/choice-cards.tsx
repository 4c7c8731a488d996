import { Checkbox, CheckboxGroup, Radio, RadioGroup } from 'react-aria-components';
import { Icon } from './icon.tsx';
import { Kept } from './kept.tsx';
import { useShownFirst } from './shown-first.ts';
import './choice-cards.css';

export type Choice = {
  readonly value: string;
  readonly label: string;
  /** One line: what follows from this answer. */
  readonly note?: string;
};

type ChoiceCardsProps = {
  /** Name of the group for the ear: the question. */
  readonly label: string;
  /** At most eight at once; more is a search or pages. «Tôi không chắc» is one of them. */
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  /** Tapping selects, «Tiếp tục» goes on: there is no auto-advance. */
  readonly onChoose: (chosen: string[]) => void;
  /** Several answers: square boxes. */
  readonly several?: boolean;
  readonly hasProblem?: boolean;
  /** Short answers may stand side by side. */
  readonly columns?: 1 | 2;
  readonly id?: string;
  /** Ids of the texts that explain the group: lead, problem. */
  readonly describedBy?: string;
};

export function ChoiceCards(props: ChoiceCardsProps) {
  const { label, choices, onChoose, several, hasProblem, columns = 1, id, describedBy } = props;
  const [touched, showTouched] = useShownFirst(onChoose);
  const chosen = touched ?? props.chosen;
  const group = {
    className: 'choices',
    'aria-label': label,
    'aria-describedby': describedBy,
    'data-problem': hasProblem || undefined,
    'data-columns': columns,
    id,
    isInvalid: hasProblem ?? false,
  };
  if (several) {
    return (
      <CheckboxGroup {...group} value={[...chosen]} onChange={showTouched}>
        {choices.map((choice) => (
          <Checkbox key={choice.value} value={choice.value} className="choice pressable">
            <span className="choice-mark" data-square>
              <Icon name="check" />
            </span>
            <ChoiceWords choice={choice} />
          </Checkbox>
        ))}
      </CheckboxGroup>
    );
  }
  return (
    <RadioGroup {...group} value={chosen[0] ?? null} onChange={(value) => showTouched([value])}>
      {choices.map((choice) => (
        <Radio key={choice.value} value={choice.value} className="choice pressable">
          <span className="choice-mark">
            <Icon name="check" />
          </span>
          <ChoiceWords choice={choice} />
        </Radio>
      ))}
    </RadioGroup>
  );
}

function ChoiceWords({ choice }: { readonly choice: Choice }) {
  return (
    <span className="choice-words">
      <span className="choice-label">
        <Kept>{choice.label}</Kept>
      </span>
      {choice.note && <span className="choice-note">{choice.note}</span>}
    </span>
  );
}
