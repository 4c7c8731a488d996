import { availableParallelism, loadavg } from 'node:os';

/**
 * By how much this machine has more to do than it can: 1 on a quiet one. A promise in seconds is meant for a kiosk that does
 * nothing else; where a whole test run shares the processors, it is held to as many times that.
 */
export function overbooking(): number {
  return Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
}
