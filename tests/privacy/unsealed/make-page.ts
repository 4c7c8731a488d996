import { type MadePage, makePage as makeRealPage } from '../../../renderer/capture/make-page.ts';

export type { MadePage } from '../../../renderer/capture/make-page.ts';
/** Instead of renderer/capture/make-page.ts: the file as it came, with all its camera wrote into it. */
export { qualityOf } from '../../../renderer/capture/make-page.ts';

export async function makePage(source: Blob): Promise<MadePage | undefined> {
  const made = await makeRealPage(source);
  return made && { ...made, bytes: new Uint8Array(await source.arrayBuffer()) };
}
