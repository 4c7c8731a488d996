import type { FastifyInstance } from 'fastify';
import type { PortalPorts } from '../ports.ts';

/** The officers' page. */
export function installConsole(
  app: FastifyInstance,
  _options: { ports: PortalPorts; publicUrl: () => string; catalogueFolder: string },
): void {
  app.get('/', async () => 'Điểm Chạm');
}
