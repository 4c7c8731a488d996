import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Payee } from '../shared/portal-contract/payment.ts';
import { KioskConfig } from '../shared/portal-contract/trust.ts';
import type { Units } from './units.ts';

/** What differs from city to city. */
export interface Settings {
  /** Start of the official code for this receiver. Default `H26.<n>`: Hanoi's code is not confirmed (domain/dossier.json, «codes.hanoi»). */
  codePrefix(unit: string): string;
  /** How long a one-time secret may wait for its kiosk. */
  readonly enrolmentHours: number;
  /** What every kiosk is told besides who it is and where it stands. */
  readonly kiosk: Omit<KioskConfig, 'version' | 'issuedAt' | 'kiosk' | 'site' | 'ward' | 'staff' | 'nearestCounter'>;
  nearestCounter(unit: string): KioskConfig['nearestCounter'];
  /** Whose account fees of this receiver's dossiers go to; without one they are paid at its counter. */
  payee(unit: string): Payee | undefined;
}

/** A settings file; what it leaves out is the default below. */
const SettingsFile = z
  .object({
    /** Official code prefix by unit code. */
    codePrefixes: z.record(z.string(), z.string()).default({}),
    enrolmentHours: z.number().positive().default(72),
    kiosk: KioskConfig.pick({
      helpPhone: true,
      offlineNoticeHours: true,
      idleSeconds: true,
      feeSupportConfirmed: true,
      sendsMessages: true,
    })
      .partial()
      .default({}),
    nearestCounters: z.record(z.string(), KioskConfig.shape.nearestCounter).default({}),
    /** Of every receiver that has none of its own in `payees`. */
    payee: Payee.optional(),
    payees: z.record(z.string(), Payee).default({}),
  })
  .strict();

/** @param demoPayee of a demo whose settings name none */
export function readSettings(file: string | undefined, units: Units, demoPayee?: Payee): Settings {
  const given = SettingsFile.parse(file === undefined ? {} : JSON.parse(readFileSync(file, 'utf8')));
  return {
    codePrefix(unit) {
      const number = units.find(unit)?.number;
      return given.codePrefixes[unit] ?? (number === undefined ? 'H26' : `H26.${number}`);
    },
    enrolmentHours: given.enrolmentHours,
    kiosk: {
      helpPhone: placeholderPhone,
      offlineNoticeHours: 24,
      idleSeconds: 60,
      feeSupportConfirmed: false,
      sendsMessages: false,
      ...given.kiosk,
    },
    nearestCounter: (unit) =>
      given.nearestCounters[unit] ?? {
        name: `Bộ phận một cửa ${units.find(unit)?.name ?? ''}`.trim(),
        address: `Trụ sở Ủy ban nhân dân ${units.find(unit)?.name ?? 'địa phương'}`,
        hours: { vi: 'Giờ làm việc của Ủy ban nhân dân', en: 'Office hours of the People’s Committee' },
        phone: placeholderPhone,
      },
    payee: (unit) => given.payees[unit] ?? given.payee ?? demoPayee,
  };
}

/** Nobody's number: a city writes its own into the settings file. */
const placeholderPhone = '0900 000 000';
