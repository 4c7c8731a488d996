import type { Door } from '../browser/run-in-browser.ts';
import { door, type TestKiosk } from '../shell/a-kiosk.ts';

/** The real shell behind a page served from localhost. Announcements are one line: an answer here ends. */
export function doorOfShell(
  kiosk: TestKiosk,
  {
    test,
    isOnline = () => true,
  }: { test: (step: string, body: string) => Promise<Response>; isOnline?: () => boolean },
): Door {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    if (pathname.startsWith('/test/')) return test(pathname.slice('/test/'.length), await request.text());
    if (pathname === '/shell/events') {
      return new Response('data: {"event":"state-changed"}\n\n', { headers: { 'content-type': 'text/event-stream' } });
    }
    if (pathname.startsWith('/portal/') && !isOnline()) {
      return Response.json({ code: 'portal-unreachable' }, { status: 502 });
    }
    const bytes = await request.arrayBuffer();
    return kiosk.shell.fetch(
      new Request(`${door}${pathname}${search}`, {
        method: request.method,
        headers: { 'content-type': 'application/json' },
        ...(bytes.byteLength > 0 ? { body: bytes } : {}),
      }),
    );
  };
}
