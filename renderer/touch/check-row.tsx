import './choice-cards.css';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';
import { Icon } from './icon.tsx';
import { useShownFirst } from './shown-first.ts';
import './check-row.css';

type CheckRowProps = {
  /** One purpose, or the pledge. Never ticked beforehand. */
  readonly children: ReactNode;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly hasProblem?: boolean;
  readonly id?: string;
};

export function CheckRow({ children, isChecked, onChange, hasProblem, id }: CheckRowProps) {
  const [touched, showTouched] = useShownFirst(onChange);
  return (
    <Checkbox
      className="check-row pressable"
      isSelected={touched ?? isChecked}
      onChange={showTouched}
      isInvalid={hasProblem ?? false}
      id={id}
    >
      <span className="choice-mark" data-square>
        <Icon name="check" />
      </span>
      <span className="check-row-words">{children}</span>
    </Checkbox>
  );
}
