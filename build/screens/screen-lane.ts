import { join } from 'node:path';
import { importGuides } from '../../shared/catalogue/import-guides.ts';
import { recordFiles } from '../../tests/catalogue/national-records.ts';
import { layGuides } from '../guide-bundle.ts';
import { openGalleryPortal } from './gallery-portal.ts';
import { openStage, type Panel, type Stage } from './stage.ts';
import type { Studio } from './studio.ts';

/** One panel with its kiosk and its portal process. Scenes are played on it one after another. */
export interface ScreenLane {
  readonly stage: Stage;
  /** What the page reported as an error since the last call. */
  takeFaults(): readonly string[];
  close(): Promise<void>;
}

export async function openScreenLane(studio: Studio, panel: Panel, folder: string): Promise<ScreenLane> {
  const portalData = join(folder, `portal-${panel.name}`);
  const portal = await openGalleryPortal(portalData);
  const faults: string[] = [];
  try {
    const stage = await openStage({
      browser: studio.browser,
      panel,
      portal,
      folder: join(folder, panel.name),
      pageFolder: studio.pageFolder,
      stickFolder: studio.stickFolder,
      onFault: (fault) => faults.push(fault),
    });
    const { entries } = importGuides(recordFiles);
    await layGuides({ entries, version: 1, portalData, profileFolder: stage.profileFolder });
    return {
      stage,
      takeFaults: () => faults.splice(0),
      async close() {
        await stage.close();
        await portal.stop();
      },
    };
  } catch (error) {
    await portal.stop();
    throw error;
  }
}
