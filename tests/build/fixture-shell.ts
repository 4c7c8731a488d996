import type { Host } from '../../electron/shell/host.ts';
import { openPageFiles } from '../../electron/shell/page-files.ts';

/** A door with nothing behind it but the page files and the host, for tests of the window itself. */
export async function createShell(options: { pageFolder: string; build: string; host: Host }): Promise<{
  fetch(request: Request): Promise<Response>;
  close(): Promise<void>;
}> {
  const files = await openPageFiles({ folder: options.pageFolder, build: options.build });
  const acts: Record<string, () => unknown> = {
    '/shell/fresh': () => options.host.freshRenderer(),
    '/shell/camera-on': () => options.host.setCameraAllowed(true),
    '/shell/camera-off': () => options.host.setCameraAllowed(false),
    '/shell/display': () => options.host.display(),
    '/shell/secrets': () => options.host.secrets.available,
    '/shell/print': () => options.host.print(new Uint8Array([1]), 'slip'),
  };
  return {
    fetch: async (request) => {
      const act = acts[new URL(request.url).pathname];
      if (act === undefined) return await files.fetch(request);
      return Response.json((await act()) ?? null, { headers: { 'cache-control': 'no-store' } });
    },
    close: async () => {},
  };
}
