import type { EmbeddedPortal } from '../portal/an-embedded-portal.ts';
import { aKiosk, type TestKiosk } from './a-kiosk.ts';

type KioskOptions = Parameters<typeof aKiosk>[0];

/** Does something with a kiosk and closes it, whatever comes of it; it knows the portal unless its options say otherwise. */
export function kioskAt(portal: () => EmbeddedPortal) {
  return async (use: (kiosk: TestKiosk) => Promise<void>, options: KioskOptions = { portal: portal() }) => {
    const kiosk = await aKiosk(options);
    try {
      await use(kiosk);
    } finally {
      await kiosk.close();
    }
  };
}
