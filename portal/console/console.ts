import type { FastifyInstance } from 'fastify';
import type { HelpDesk } from '../help-desk.ts';
import type { Payments } from '../payments.ts';
import type { PortalPorts } from '../ports.ts';
import { installAttendantRoutes } from './attendant-routes.ts';
import { installCaseRoutes } from './case-routes.ts';
import { installDoor } from './door.ts';
import { installImportRoutes } from './import-routes.ts';
import { installKioskRoutes } from './kiosk-routes.ts';
import { labelsOf } from './labels.ts';
import { paths } from './page.ts';
import { installSignIn } from './sign-in.ts';
import { checkSlip, slipPage } from './slip-check.ts';
import { style } from './style.ts';
import { surveyPage } from './survey-page.ts';

/**
 * The officers' pages: plain HTML, no script. Officers see their own unit's dossiers; every opening is written down.
 * Beside them the attendants' page, where kiosks that call ring: it has a script, and opens nothing else.
 */
export function installConsole(
  app: FastifyInstance,
  {
    ports,
    helpDesk,
    payments,
    publicUrl,
  }: {
    ports: PortalPorts;
    helpDesk: HelpDesk;
    payments: Payments;
    publicUrl: () => string;
  },
): void {
  const door = installDoor(app, ports, publicUrl);
  const labels = labelsOf(ports.catalogue);

  app.get('/', async (_request, reply) => reply.redirect(paths.home, 303));
  app.get(paths.style, async (_request, reply) => reply.type('text/css; charset=utf-8').send(style));
  app.get('/favicon.ico', async (_request, reply) => reply.status(204).send());
  installSignIn(app, door, ports);
  installCaseRoutes(app, door, { ports, payments, labels });

  app.get(paths.slip, async (request, reply) => {
    const session = door.officer(request, reply);
    return session ? door.show(reply, 'Kiểm tra phiếu', slipPage(session), session) : reply;
  });
  app.post(paths.slip, async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    const { session, fields } = form;
    const verdict = await checkSlip(fields.slip ?? '', ports);
    const filing = verdict.verdict === 'not-genuine' ? {} : { filing: verdict.slip.filing };
    await door.audit(session, 'slip-checked', { ...filing, detail: verdict.verdict });
    const unit = verdict.verdict === 'arrived' ? verdict.found.unit : '';
    const receiver = ports.units.find(unit)?.name ?? unit;
    return door.show(reply, 'Kiểm tra phiếu', slipPage(session, { verdict, receiver, labels }), session);
  });

  app.get(paths.survey, async (request, reply) => {
    const session = door.officer(request, reply);
    if (!session) return reply;
    const content = surveyPage(await ports.register.ratingCounts(session.unit), labels);
    return door.show(reply, 'Mức độ hài lòng', content, session);
  });

  installImportRoutes(app, door, ports);
  installKioskRoutes(app, door, ports, publicUrl);
  installAttendantRoutes(app, { ports, helpDesk, publicUrl });
}
