import { Button } from './button.tsx';
import { Sheet, type SheetProps } from './sheet.tsx';
import { useTouchWords } from './words.tsx';

/** A sheet that only tells, or whose choices hold at once: «Xong» closes it. */
export function DoneSheet({ onClose, ...sheet }: Omit<SheetProps, 'primary'>) {
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
