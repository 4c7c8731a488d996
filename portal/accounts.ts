import { parseArgs } from 'node:util';
import { toBase64Url, toHex } from '../shared/dossier/bytes.ts';
import { hashPassword } from './access/passwords.ts';
import { signConfig } from './enrolment/enrol.ts';
import { openForProgram } from './open-for-program.ts';

/*
 * Accounts from the command line, with PORTAL_DATA as for the server (which may be running):
 *   node portal/accounts.ts officer --user duc --name "Nguyễn Minh Đức" --unit 00190
 *   node portal/accounts.ts staff --role attendant --name "Phạm Thu Hà"
 * Prints the new password or PIN once. Kiosks hear of new staff with their next sync.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    user: { type: 'string' },
    name: { type: 'string' },
    unit: { type: 'string' },
    role: { type: 'string' },
  },
});
const ports = await openForProgram();
const { user, name, unit, role } = values;

if (positionals[0] === 'officer' && user && name && unit && ports.units.find(unit)) {
  const password = toBase64Url(ports.dice.bytes(12));
  await ports.register.addOfficer({ user, name, unit, password: await hashPassword(password, ports.dice) });
  process.stdout.write(`${user}: ${password}\n`);
} else if (positionals[0] === 'staff' && name && (role === 'attendant' || role === 'technician')) {
  const pin = String(new DataView(ports.dice.bytes(4).buffer).getUint32(0) % 1_000_000).padStart(6, '0');
  const id = `staff-${toHex(ports.dice.bytes(4))}`;
  await ports.register.addStaff({ id, name, role, pin: await hashPassword(pin, ports.dice) });
  for (const kiosk of await ports.register.kiosks()) {
    await signConfig(kiosk, ((await ports.register.findConfig(kiosk.id))?.version ?? 0) + 1, ports);
  }
  process.stdout.write(`${id}: ${pin}\n`);
} else {
  process.stdout.write(
    'officer --user … --name … --unit <code of a ward>, or staff --role attendant|technician --name …\n',
  );
  process.exitCode = 2;
}
await ports.register.close();
