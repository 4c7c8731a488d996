import { assertNever } from '../../shared/runtime.ts';
import { AddressQuestion } from './address-question.tsx';
import { ChoiceQuestion } from './choice-question.tsx';
import { DateQuestion } from './date-question.tsx';
import { IssuerQuestion } from './issuer-question.tsx';
import { CountryQuestion, EthnicGroupQuestion } from './listed-question.tsx';
import type { QuestionProps } from './question-props.ts';
import { TextQuestion } from './text-question.tsx';
import { WholeNumberQuestion } from './whole-number-question.tsx';
import './questions.css';

/** One component per kind of answer. */
export function QuestionField(props: QuestionProps) {
  const { kind } = props.question;
  switch (kind) {
    case 'person-name':
    case 'text':
    case 'long-text':
    case 'citizen-number':
    case 'paper-number':
    case 'phone':
    case 'email':
      return <TextQuestion {...props} />;
    case 'issuer':
      return <IssuerQuestion {...props} />;
    case 'choice':
      return <ChoiceQuestion {...props} />;
    case 'date':
    case 'date-or-year':
      return <DateQuestion {...props} />;
    case 'address':
      return <AddressQuestion {...props} />;
    case 'ethnic-group':
      return <EthnicGroupQuestion {...props} />;
    case 'country':
      return <CountryQuestion {...props} />;
    case 'whole-number':
      return <WholeNumberQuestion {...props} />;
    default:
      return assertNever(kind);
  }
}
