import type { FastifyInstance } from 'fastify';
import { importCarried } from '../intake/import-file.ts';
import type { PortalPorts } from '../ports.ts';
import type { Door } from './door.ts';
import { importPage, importResult } from './import-page.ts';
import { boundaryOf, readFormWithFile } from './multipart.ts';
import { paths } from './page.ts';

const title = 'Nhận hồ sơ từ USB';

/** More than any stick's file: two gigabytes and some (see bytesPerFile at the kiosk), or one that a rescue wrote. */
export const importBytes = 8 * 1024 ** 3;

/** The page where a carried file is taken in, as it comes: nothing of it is kept beside what intake keeps. */
export function installImportRoutes(app: FastifyInstance, door: Door, ports: PortalPorts): void {
  app.addContentTypeParser('multipart/form-data', (_request, payload, done) => done(null, payload));

  app.get(paths.import, async (request, reply) => {
    const session = door.officer(request, reply);
    return session ? door.show(reply, title, importPage(session), session) : reply;
  });

  app.route({
    method: 'POST',
    url: paths.import,
    bodyLimit: importBytes,
    config: { takesLong: true },
    handler: async (request, reply) => {
      const opened = await door.formWithFile(request, reply, (body) =>
        readFormWithFile(body, boundaryOf(request.headers['content-type']) ?? ''),
      );
      if (!opened) return reply;
      const { session, file } = opened;
      const report = await importCarried(bounded(file), ports);
      const counts = `${report.fresh.length} ${report.known.length} ${report.refused.length}`;
      await door.audit(session, 'file-imported', { detail: `${report.header?.label ?? '?'} ${report.file} ${counts}` });
      return door.show(reply, title, importResult(report), session);
    },
  });
}

async function* bounded(file: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of file) {
    bytes += piece.length;
    if (bytes > importBytes) throw new Error('longer than any carried file');
    yield piece;
  }
}
