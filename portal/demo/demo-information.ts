import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hanoiDay } from '../../shared/identity/calendar-date.ts';
import { InformationContent } from '../../shared/portal-contract/information.ts';
import type { Clock } from '../../shared/runtime.ts';
import { demoSite } from './demo-accounts.ts';

const minuteMs = 60_000;

/** Invented notices and readings for a demo, marked as such; written anew at each start. What staff have written stays. */
export async function ensureDemoInformation(folder: string, clock: Clock): Promise<void> {
  const file = join(folder, `${demoSite.unit}.json`);
  if (existsSync(file) && !(await isExample(file))) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(demoInformation(clock.nowMs()), null, 2)}\n`);
}

async function isExample(file: string): Promise<boolean> {
  try {
    return InformationContent.parse(JSON.parse(await readFile(file, 'utf8'))).isExample;
  } catch {
    return false;
  }
}

export function demoInformation(nowMs: number): InformationContent {
  const ago = (minutes: number) => new Date(nowMs - minutes * minuteMs).toISOString();
  const source = { vi: 'Trạm ví dụ của bản trình diễn', en: 'Example station of this demo' };
  const place = { vi: 'Ô Chợ Dừa (ví dụ)', en: 'Ô Chợ Dừa (example)' };
  return {
    isExample: true,
    notices: [
      {
        id: 'example-saturday',
        title: { vi: 'Ví dụ: quầy mở sáng thứ Bảy', en: 'Example: the counter opens on Saturday morning' },
        text: {
          vi: 'Sáng thứ Bảy tuần này, quầy nhận hồ sơ từ 8:00 đến 11:30.',
          en: 'This Saturday morning the counter takes dossiers from 8:00 to 11:30.',
        },
        from: hanoiDay(nowMs),
        source: { vi: 'Phường ví dụ', en: 'Example ward' },
      },
    ],
    offices: [
      {
        name: { vi: 'Công an phường (ví dụ)', en: 'Ward police (example)' },
        address: 'Số 1, phố Mẫu',
        hours: { vi: 'Thứ Hai đến sáng thứ Bảy, 8:00 đến 17:00', en: 'Monday to Saturday morning, 8:00 to 17:00' },
        phone: '024 0000 0000',
      },
    ],
    readings: [
      {
        kind: 'air',
        place,
        value: 87,
        unit: 'AQI',
        meaning: { vi: 'Trung bình', en: 'Moderate' },
        at: ago(20),
        source,
        staleAfterMinutes: 120,
      },
      { kind: 'rain', place, value: 12.5, unit: 'mm', at: ago(10), source, staleAfterMinutes: 60 },
      // Old on purpose: a demo shows how that is told.
      { kind: 'water', place, value: 2.4, unit: 'm', at: ago(60 * 26), source, staleAfterMinutes: 180 },
    ],
  };
}
