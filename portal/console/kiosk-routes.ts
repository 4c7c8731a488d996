import type { FastifyInstance } from 'fastify';
import { makeEnrolment } from '../enrolment/enrol.ts';
import { reportJournal } from '../intake/journal-report.ts';
import { nowIso, type PortalPorts } from '../ports.ts';
import type { KioskRecord } from '../register/register.ts';
import { type Door, Refusal } from './door.ts';
import { html } from './html.ts';
import { kioskPage } from './kiosk-page.ts';
import { enrolmentPage, type JournalState, kiosksPage } from './kiosks-page.ts';
import { paths } from './page.ts';
import type { Session } from './sessions.ts';

/** The kiosks of an officer's unit: how they stand, each one's journal, and enrolments for new ones. */
export function installKioskRoutes(
  app: FastifyInstance,
  door: Door,
  ports: PortalPorts,
  publicUrl: () => string,
): void {
  async function ofUnit(session: Session): Promise<KioskRecord[]> {
    return (await ports.register.kiosks()).filter(({ unit }) => unit === session.unit);
  }

  async function kiosks(session: Session, problem?: string) {
    const own = await ofUnit(session);
    const journals = new Map<string, JournalState>();
    for (const { id, head } of own) {
      const alarms = await ports.register.headAlarms(id);
      const highest = Math.max(0, ...(await ports.register.heads(id)).map(({ records }) => records));
      const isBehind = head !== undefined && head.records < highest;
      const isAlarmed = alarms.some(({ overAt }) => overAt === undefined);
      journals.set(id, isAlarmed ? 'alarmed' : isBehind ? 'behind' : 'right');
    }
    return kiosksPage(own, journals, await ports.register.reports(), session, problem);
  }

  async function ownKiosk(id: unknown, session: Session): Promise<KioskRecord> {
    const kiosk = (await ofUnit(session)).find((one) => one.id === id);
    if (!kiosk) throw new Refusal(404, 'Không có máy này', 'Đơn vị này không có máy như vậy.');
    return kiosk;
  }

  app.get(paths.kiosks, async (request, reply) => {
    const session = door.officer(request, reply);
    return session ? door.show(reply, 'Máy của đơn vị', await kiosks(session), session) : reply;
  });

  app.get(paths.kiosk(':id'), async (request, reply) => {
    const session = door.officer(request, reply);
    if (!session) return reply;
    const kiosk = await ownKiosk((request.params as { id?: string }).id, session);
    const storage = (await ports.register.reports()).get(kiosk.id);
    const page = kioskPage(kiosk, await reportJournal(kiosk, ports), storage, session);
    return door.show(reply, `Máy ${kiosk.label}`, page, session);
  });

  app.post(paths.compared(':id'), async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    const kiosk = await ownKiosk((request.params as { id?: string }).id, form.session);
    await ports.register.settleForks(kiosk.id, nowIso(ports.clock));
    await door.audit(form.session, 'journal-compared', { detail: kiosk.label });
    return reply.redirect(paths.kiosk(kiosk.id), 303);
  });

  app.get(paths.journalReport(':id'), async (request, reply) => {
    const session = door.officer(request, reply);
    if (!session) return reply;
    const kiosk = await ownKiosk((request.params as { id?: string }).id, session);
    await door.audit(session, 'journal-report-taken', { detail: kiosk.label });
    return reply
      .header('content-disposition', `attachment; filename="journal-${kiosk.label}.json"`)
      .send(await reportJournal(kiosk, ports));
  });

  app.post(paths.kiosks, async (request, reply) => {
    const form = door.form(request, reply);
    if (!form) return reply;
    const { session, fields } = form;
    const [name = '', address = '', label = ''] = [fields.site, fields.address, fields.label].map((text) =>
      text?.trim(),
    );
    if (!name || !address || name.length > 120 || address.length > 200 || !/^[A-Z0-9]{0,4}$/.test(label)) {
      const problem = 'Cần tên nơi đặt và địa chỉ; nhãn máy có 1 đến 4 chữ in hoa hoặc số.';
      return door.show(reply.status(422), 'Máy của đơn vị', await kiosks(session, problem), session);
    }
    const wish = { unit: session.unit, site: { name, address }, by: session.user, portal: publicUrl() };
    const enrolment = await makeEnrolment({ ...wish, ...(label ? { label } : {}) }, ports);
    await door.audit(session, 'enrolment-made', label ? { detail: label } : {});
    const content = html`${enrolmentPage(enrolment, ports.settings.enrolmentHours)}`;
    return door.show(reply, 'Mã lắp máy mới', content, session);
  });
}
