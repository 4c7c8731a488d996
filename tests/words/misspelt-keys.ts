import type { TFunction } from 'i18next';
import '../../renderer/words/words.ts';

/** Never run: the typecheck reads it. Were keys not typed, the errors expected here would be missing, and that is an error. */
export function misspeltKeys(t: TFunction<'visit'>, frame: TFunction<'frame'>): void {
  t('home.title');
  // @ts-expect-error: a misspelt key
  t('home.tilte');
  // @ts-expect-error: a key of another namespace
  frame('home.title');
}
