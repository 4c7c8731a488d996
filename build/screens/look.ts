import type { Page } from '@playwright/test';

/** How a screen is shown: what a resident can choose in the tools. */
export interface Look {
  readonly name: string;
  readonly palette: 'light' | 'dark' | 'contrast';
  readonly text: 100 | 125 | 150 | 200;
  readonly reach: boolean;
  readonly hand: 'right' | 'left';
}

const palettes: readonly Look['palette'][] = ['light', 'dark', 'contrast'];
const texts: readonly Look['text'][] = [100, 125, 150, 200];

const aLook = (look: Omit<Look, 'name'>): Look => ({
  ...look,
  name: [look.palette, look.text, ...(look.reach ? ['reach'] : []), ...(look.hand === 'left' ? ['left'] : [])].join(
    '-',
  ),
});

export const plainLook = aLook({ palette: 'light', text: 100, reach: false, hand: 'right' });

/** Every palette with every text size; reach and the left hand, which are a matter of place, with the smallest and largest text. */
export const everyLook: readonly Look[] = [
  ...palettes.flatMap((palette) => texts.map((text) => aLook({ palette, text, reach: false, hand: 'right' }))),
  ...([100, 200] as const).flatMap((text) => [
    aLook({ palette: 'light', text, reach: true, hand: 'right' }),
    aLook({ palette: 'light', text, reach: false, hand: 'left' }),
    aLook({ palette: 'light', text, reach: true, hand: 'left' }),
  ]),
];

/** Without the tools sheet, which would have to be opened on every screen; the sheet itself has its own test. */
export async function putLook(page: Page, { palette, text, reach, hand }: Look): Promise<void> {
  await page.evaluate(
    `(() => {
      Object.assign(document.documentElement.dataset, ${JSON.stringify({ palette, text: String(text), hand })});
      document.documentElement.toggleAttribute('data-reach', ${reach});
    })()`,
  );
}
