import { everyService } from '../every-service.ts';
import { afterFilingScenes } from './after-filing-scenes.ts';
import { componentScenes } from './component-pages.ts';
import { draftScenes } from './draft-scenes.ts';
import type { Scene } from './scene.ts';
import { visitScenes } from './visit-scenes.ts';

/** Every screen of the kiosk and every page of its components, for the gallery and for the tests that look at each. */
export function allScenes(): Scene[] {
  const services = everyService();
  return [...visitScenes(services), ...draftScenes(services), ...afterFilingScenes(services), ...componentScenes()];
}
