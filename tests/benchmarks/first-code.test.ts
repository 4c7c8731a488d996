import { expect, test } from 'vitest';
import { firstScripts, gzipBytesOf } from '../../build/bench/first-code.ts';
import { distFolder } from '../../build/folders.ts';

// Of the page as it was built for these very tests.
const scripts = firstScripts(distFolder);

test('what must be read before the first screen is at most 200 KB', () => {
  expect(scripts.length).toBeGreaterThan(1);
  expect(gzipBytesOf(scripts)).toBeLessThanOrEqual(200 * 1024);
});

test('no other language than Vietnamese, no address, no database and no gallery is among it', () => {
  const code = scripts.map((script) => script.code).join('\n');
  const hangul = code.match(/[\uac00-\ud7a3]/gu) ?? [];
  // The language's own name and «touch to start» stand on the attract screen.
  expect(hangul.length).toBeLessThan(20);
  expect(code).toContain('Chạm');
  for (const later of ['indexedDB', 'Phường Ô Chợ Dừa', 'Touch the screen to', 'data-gallery']) {
    expect(code, later).not.toContain(later);
  }
});
