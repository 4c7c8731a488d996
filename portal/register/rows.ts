import type { Insertable, Selectable } from 'kysely';
import type { DraftReply } from '../../shared/dossier/dossier.ts';
import type { ResultState } from '../../shared/portal-contract/case-results.ts';
import type { CaseEvent, CaseStatusCode } from '../../shared/portal-contract/case-status.ts';
import type { RevisionTold } from '../../shared/portal-contract/correction.ts';
import type { DraftStanding } from '../../shared/portal-contract/draft-certificate.ts';
import type {
  CaseRecord,
  CorrectionRecord,
  DraftRecord,
  EnrolmentRecord,
  HeadAlarm,
  HistoryRecord,
  KioskHead,
  KioskRecord,
  MovedResult,
} from './register.ts';
import type { Tables } from './tables.ts';

/** Between the register's records and the rows of its tables. */

export function enrolmentRow(enrolment: EnrolmentRecord): Insertable<Tables['enrolments']> {
  return {
    secret_hash: enrolment.secretHash,
    label: enrolment.label ?? null,
    unit: enrolment.unit,
    site_json: JSON.stringify(enrolment.site),
    created_at: enrolment.createdAt,
    created_by: enrolment.createdBy,
    expires_ms: enrolment.expiresMs,
    used_at: enrolment.usedAt ?? null,
  };
}

export function enrolmentOf(row: Selectable<Tables['enrolments']>): EnrolmentRecord {
  return {
    secretHash: row.secret_hash,
    ...(row.label === null ? {} : { label: row.label }),
    unit: row.unit,
    site: JSON.parse(row.site_json),
    createdAt: row.created_at,
    createdBy: row.created_by,
    expiresMs: row.expires_ms,
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  };
}

export function kioskRow(kiosk: KioskRecord, number: number): Insertable<Tables['kiosks']> {
  return {
    id: kiosk.id,
    number,
    label: kiosk.label,
    device_key_json: JSON.stringify(kiosk.deviceKey),
    unit: kiosk.unit,
    site_json: JSON.stringify(kiosk.site),
    enrolled_at: kiosk.enrolledAt,
    revoked_at: kiosk.revokedAt ?? null,
    head_json: kiosk.head ? JSON.stringify(kiosk.head) : null,
  };
}

export function kioskOf(row: Selectable<Tables['kiosks']>): KioskRecord {
  return {
    id: row.id,
    label: row.label,
    deviceKey: JSON.parse(row.device_key_json),
    unit: row.unit,
    site: JSON.parse(row.site_json),
    enrolledAt: row.enrolled_at,
    ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
    ...(row.head_json === null ? {} : { head: JSON.parse(row.head_json) }),
  };
}

export function caseRow(record: CaseRecord): Insertable<Tables['cases']> {
  return {
    filing: record.filing,
    kiosk: record.kiosk,
    sequence: record.sequence,
    slip: record.slip,
    service: record.service,
    service_version: record.serviceVersion,
    unit: record.unit,
    body_sha256: record.bodySha256,
    filed_at: record.filedAt,
    filed_ms: record.filedMs,
    received_at: record.receivedAt,
    received_ms: record.receivedMs,
    applicant: record.applicant,
    code: record.code,
    status: record.status,
    since: record.since,
    due: record.due,
    receipt: record.receipt,
    revises: record.revision?.of ?? null,
    round: record.revision?.round ?? null,
    outcome: record.revision?.outcome ?? null,
    reply: record.revision?.reply ?? null,
  };
}

export function caseOf(row: Selectable<Tables['cases']>): CaseRecord {
  return {
    filing: row.filing,
    kiosk: row.kiosk,
    sequence: row.sequence,
    slip: row.slip,
    service: row.service,
    serviceVersion: row.service_version,
    unit: row.unit,
    bodySha256: row.body_sha256,
    filedAt: row.filed_at,
    filedMs: row.filed_ms,
    receivedAt: row.received_at,
    receivedMs: row.received_ms,
    applicant: row.applicant,
    code: row.code,
    status: row.status as CaseStatusCode,
    since: row.since,
    due: row.due,
    receipt: row.receipt,
    revision:
      row.revises === null || row.round === null
        ? null
        : {
            of: row.revises,
            round: row.round,
            outcome: row.outcome as RevisionTold['outcome'],
            ...(row.reply === null ? {} : { reply: row.reply as DraftReply['says'] }),
          },
  };
}

export function headOf({ records, hash, at }: Selectable<Tables['heads']>): KioskHead {
  return { records, hash, at };
}

export function alarmOf(row: Selectable<Tables['head_alarms']>): HeadAlarm {
  return {
    kind: row.kind as HeadAlarm['kind'],
    at: row.at,
    before: { records: row.before_records, hash: row.before_hash },
    told: { records: row.told_records, hash: row.told_hash },
    ...(row.over_at === null ? {} : { overAt: row.over_at }),
  };
}

export function historyOf(row: Selectable<Tables['case_history']>): HistoryRecord {
  return {
    status: row.status as CaseStatusCode,
    at: row.at,
    by: row.by,
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.delivery_json === null ? {} : { delivery: JSON.parse(row.delivery_json) }),
    ...(row.event === null ? {} : { event: row.event as CaseEvent }),
  };
}

export function movedResultOf(row: Selectable<Tables['result_moves']>): MovedResult {
  return {
    result: row.result,
    state: row.state as ResultState,
    at: row.at,
    by: row.by,
    ...(row.note === null ? {} : { note: row.note }),
    ...(row.delivery_json === null ? {} : { delivery: JSON.parse(row.delivery_json) }),
  };
}

export function draftOf(row: Selectable<Tables['drafts']>): DraftRecord {
  return {
    filing: row.filing,
    number: row.number,
    result: row.result,
    at: row.at,
    by: row.by,
    untilMs: row.until_ms,
    locked: row.locked,
    standing: row.standing as DraftStanding,
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.answered_by === null ? {} : { answeredBy: row.answered_by }),
  };
}

export function correctionOf(row: Selectable<Tables['corrections']>): CorrectionRecord {
  return {
    filing: row.filing,
    round: row.round,
    at: row.at,
    by: row.by,
    until: row.until,
    marks: JSON.parse(row.marks_json),
    workingDaysLeft: row.working_days_left,
    ...(row.closed_at === null ? {} : { closedAt: row.closed_at }),
    ...(row.answered_by === null ? {} : { answeredBy: row.answered_by }),
  };
}
