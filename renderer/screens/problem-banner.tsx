import type { Problem } from '../../shared/form/problem.ts';
import { useKiosk } from '../session/session.tsx';
import { Banner } from '../touch/banner.tsx';
import { useVisitWords } from '../words/use-words.ts';

/** What is wrong in bold, then what to do. Advice never blocks: pressing again goes on. */
export function ProblemBanner({ problems }: { readonly problems: readonly Problem[] }) {
  const t = useVisitWords();
  const { say } = useKiosk();
  const first = problems.find(({ level }) => level === 'refuse') ?? problems[0];
  if (!first) return null;
  const [title, note] = sentences(say(first.text));
  const goesOn = first.level === 'warn' ? t('question.warningGoesOn') : '';
  return (
    <Banner tone={first.level === 'refuse' ? 'problem' : 'advice'} title={title} id={problemId(problems)}>
      {`${note} ${goesOn}`.trim()}
    </Banner>
  );
}

export function problemId(problems: readonly Problem[]): string | undefined {
  return problems.length === 0 ? undefined : `problem-${problems[0]?.at ?? 'step'}`;
}

/** The first sentence, and the rest. */
export function sentences(text: string): [string, string] {
  const end = /[.?!»”] (?=\p{Lu})/u.exec(text);
  return end ? [text.slice(0, end.index + 1), text.slice(end.index + 2)] : [text, ''];
}
