import { Radio, RadioGroup } from 'react-aria-components';
import { Note, SectionTitle } from './text.tsx';
import './rating.css';

type RatingProps = {
  readonly title: string;
  /** «Không bắt buộc, không ghi tên.» */
  readonly note: string;
  readonly answers: readonly { readonly value: string; readonly label: string }[];
  readonly chosen?: string;
  readonly onChoose: (value: string) => void;
};

/** One tap, no name, never needed. */
export function Rating({ title, note, answers, chosen, onChoose }: RatingProps) {
  return (
    <div className="rating">
      <SectionTitle>{title}</SectionTitle>
      <Note>{note}</Note>
      <RadioGroup className="rating-answers" aria-label={title} value={chosen ?? null} onChange={onChoose}>
        {answers.map((answer) => (
          <Radio key={answer.value} value={answer.value} className="rating-answer pressable">
            {answer.label}
          </Radio>
        ))}
      </RadioGroup>
    </div>
  );
}
