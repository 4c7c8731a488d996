import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Sheet } from './sheet.tsx';
import { useTouchWords } from './words.tsx';

type DoneSheetProps = {
  /** Says what it is. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** A quiet act at the left of «Xong». */
  readonly secondary?: ReactNode;
};

/** A sheet that only tells, or whose choices hold at once: «Xong» closes it. */
export function DoneSheet({ onClose, ...sheet }: DoneSheetProps) {
  const words = useTouchWords();
  return (
    <Sheet
      {...sheet}
      onClose={onClose}
      primary={
        <Button kind="primary" onPress={onClose}>
          {words.done}
        </Button>
      }
    />
  );
}
