import { StickUpdates } from '../../shared/shell-contract/updates.ts';
import type { Answered } from '../session/desk.ts';
import { askShell } from './shell-client.ts';

/** Read when a technician has a stick. */
export function takeStickUpdates(): Promise<Answered<StickUpdates>> {
  return askShell('stickUpdates', StickUpdates);
}
