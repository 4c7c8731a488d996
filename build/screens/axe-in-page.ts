import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

// Given to the engine's debugger, not to the page: CSP and Trusted Types stay as strict as on the kiosk.
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const nodesShown = 4;

/** Large letters get no discount: everything a resident reads is 4.5:1, in high contrast 7:1. */
const leastContrast = { usual: 4.5, contrast: 7 };

/** What axe has to say against the page as it stands, a text for each element: empty when it is content. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(`globalThis.axe ?? (() => { ${axe} })()`);
  const results = (await page.evaluate(
    `(() => {
      // A page that is still fading in is paler than it will be.
      for (const animation of document.getAnimations())
        if (Number.isFinite(Number(animation.effect?.getComputedTiming().endTime))) animation.finish();
      const least = document.documentElement.dataset.palette === 'contrast' ? ${leastContrast.contrast} : ${leastContrast.usual};
      axe.configure({
        checks: [{ id: 'color-contrast', options: { contrastRatio: { normal: { expected: least }, large: { expected: least } } } }],
      });
      return axe.run(document, {
        runOnly: { type: 'tag', values: ${JSON.stringify(tags)} },
        rules: { 'target-size': { enabled: true } },
        resultTypes: ['violations'],
      });
    })()`,
  )) as AxeResults;
  return results.violations.flatMap(({ id, impact, help, helpUrl, nodes }) =>
    nodes
      .slice(0, nodesShown)
      .map(
        ({ html, target, failureSummary }) =>
          `axe ${id} (${impact}): ${help}\n    ${target.join(' ')}\n    ${html.slice(0, 240)}\n    ${failureSummary?.replaceAll('\n', '\n    ')}\n    ${helpUrl}`,
      ),
  );
}
