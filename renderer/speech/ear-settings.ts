/** How the kiosk sounds to this resident. Lives in the page alone, so it ends with the visit. */
export interface EarSettings {
  /** Index into `speeds`. */
  readonly speed: number;
  /** Index into `volumes`. */
  readonly volume: number;
  /** The resident says (or the jack of the keypad tells) that only they hear it. */
  readonly headphones: boolean;
  readonly sounds: boolean;
}

/** Words a minute; the usual one is slower than the voice's own 175. */
export const speeds: readonly number[] = [100, 125, 150, 190, 240];
export const volumes: readonly number[] = [0.12, 0.25, 0.5, 0.75, 1];

export const usualEarSettings: EarSettings = { speed: 2, volume: 3, headphones: false, sounds: true };

export function stepped(index: number, step: 1 | -1, of: readonly number[]): number {
  return Math.max(0, Math.min(of.length - 1, index + step));
}
