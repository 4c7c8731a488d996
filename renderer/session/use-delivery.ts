import { useEffect, useState } from 'react';
import type { OutboxFiling } from '../../shared/outbox/outbox.ts';
import type { Desk } from './desk.ts';

/** The newest delivery state of one filing, as the outbox has it. */
export function useDelivery(desk: Desk, id: string): OutboxFiling | undefined {
  return useFromDesk(desk, () => desk.filing(id), id);
}

/** Asks the desk again whenever something changed there. */
export function useFromDesk<T>(desk: Desk, ask: () => Promise<T>, key: string): T | undefined {
  const [answer, setAnswer] = useState<T>();
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for what `ask` closes over
  useEffect(() => {
    let gone = false;
    const look = () =>
      void ask().then(
        (found) => gone || setAnswer(found),
        () => undefined,
      );
    look();
    const stop = desk.observe(look);
    return () => {
      gone = true;
      stop();
    };
  }, [desk, key]);
  return answer;
}
