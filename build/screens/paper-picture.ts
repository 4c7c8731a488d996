import type { Browser } from '@playwright/test';

/** An invented paper as a camera would see it: JPEG. Nobody's, and it says so. */
export async function makePaperPicture(browser: Browser, size: { width: number; height: number }): Promise<Buffer> {
  const page = await browser.newPage({ viewport: size });
  try {
    const isWide = size.width > size.height;
    await page.setContent(`<!doctype html><style>
      body { margin: 0; height: 100vh; display: grid; place-items: center; background: #b89b72; font-family: 'DejaVu Serif', serif; }
      main { width: ${isWide ? '62%' : '92%'}; height: 94%; background: #fdfcf8; box-shadow: 0 6px 24px #0006; padding: 4%; box-sizing: border-box; font-size: ${isWide ? 20 : 30}px; }
      h1 { text-align: center; font-size: 1.7em; } p { line-height: 1.7; border-bottom: 1px dotted #999; }
    </style><main><h1>GIẤY MẪU (MINH HỌA)</h1>${[
      'Tờ này chỉ để chụp thử. Không phải giấy của ai.',
      'Họ và tên: Nguyễn Văn An',
      'Ngày sinh: 15/03/1990',
      'Nơi sinh: phường Ô Chợ Dừa, Hà Nội',
      'Số: 45/2026',
    ]
      .map((line) => `<p>${line}</p>`)
      .join('')}</main>`);
    return await page.screenshot({ type: 'jpeg', quality: 90 });
  } finally {
    await page.close();
  }
}
