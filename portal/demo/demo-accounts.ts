import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { toBase64Url } from '../../shared/dossier/bytes.ts';
import { hashPassword } from '../access/passwords.ts';
import type { PortalPorts } from '../ports.ts';

const Accounts = z.object({
  officers: z.array(z.object({ user: z.string(), name: z.string(), password: z.string(), unit: z.string() })),
  staff: z.array(
    z.object({ id: z.string(), name: z.string(), role: z.enum(['attendant', 'technician']), pin: z.string() }),
  ),
});
export type Accounts = z.infer<typeof Accounts>;

export const demoSite = {
  unit: '00190',
  label: 'A6',
  site: { name: 'Sảnh tòa A6', address: 'Chung cư A6 (minh họa), phường Ô Chợ Dừa, Hà Nội' },
} as const;

/**
 * Officers and staff of a demo, invented, with passwords and PINs from the dice. Only a demo keeps them readable, in its
 * own data folder, so that the next start can print the same ones.
 */
export async function ensureDemoAccounts(file: string, ports: PortalPorts): Promise<Accounts> {
  if (existsSync(file)) return Accounts.parse(JSON.parse(await readFile(file, 'utf8')));
  const accounts: Accounts = {
    officers: [
      { user: 'ochodua', name: 'Nguyễn Minh Đức', unit: demoSite.unit },
      { user: 'lang', name: 'Lê Thị Mai', unit: '00199' },
    ].map((officer) => ({ ...officer, password: toBase64Url(ports.dice.bytes(9)) })),
    staff: [
      { id: 'staff-1', name: 'Phạm Thu Hà', role: 'attendant' as const, pin: sixDigits(ports) },
      { id: 'staff-2', name: 'Vũ Quang Huy', role: 'technician' as const, pin: sixDigits(ports) },
    ],
  };
  for (const { user, name, unit, password } of accounts.officers) {
    await ports.register.addOfficer({ user, name, unit, password: await hashPassword(password, ports.dice) });
  }
  for (const { id, name, role, pin } of accounts.staff) {
    await ports.register.addStaff({ id, name, role, pin: await hashPassword(pin, ports.dice) });
  }
  await writeFile(file, JSON.stringify(accounts, null, 2), { mode: 0o600 });
  return accounts;
}

function sixDigits({ dice }: PortalPorts): string {
  const number = new DataView(dice.bytes(4).buffer).getUint32(0) % 1_000_000;
  return String(number).padStart(6, '0');
}
