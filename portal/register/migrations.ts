import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * The register's schema, one step a version, applied in this order and never edited once released: a portal upgraded in
 * the field walks the same steps. Portable SQL only, so that PostgreSQL can follow.
 */
export const migrations: Record<string, Migration> = {
  '0001-the-register': {
    async up(db: Kysely<unknown>) {
      const schema = db.schema;
      await schema
        .createTable('enrolments')
        .addColumn('secret_hash', 'text', (column) => column.primaryKey())
        .addColumn('label', 'text')
        .addColumn('unit', 'text', (column) => column.notNull())
        .addColumn('site_json', 'text', (column) => column.notNull())
        .addColumn('created_at', 'text', (column) => column.notNull())
        .addColumn('created_by', 'text', (column) => column.notNull())
        .addColumn('expires_ms', 'bigint', (column) => column.notNull())
        .addColumn('used_at', 'text')
        .execute();
      await schema
        .createTable('kiosks')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('label', 'text', (column) => column.notNull().unique())
        .addColumn('device_key_json', 'text', (column) => column.notNull())
        .addColumn('unit', 'text', (column) => column.notNull())
        .addColumn('site_json', 'text', (column) => column.notNull())
        .addColumn('enrolled_at', 'text', (column) => column.notNull())
        .addColumn('revoked_at', 'text')
        .addColumn('head_json', 'text')
        .execute();
      await schema
        .createTable('configs')
        .addColumn('kiosk', 'text', (column) => column.primaryKey())
        .addColumn('version', 'integer', (column) => column.notNull())
        .addColumn('token', 'text', (column) => column.notNull())
        .execute();
      await schema
        .createTable('assertions')
        .addColumn('kiosk', 'text', (column) => column.notNull())
        .addColumn('jti', 'text', (column) => column.notNull())
        .addColumn('expires_ms', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('assertions_once', ['kiosk', 'jti'])
        .execute();
      await schema
        .createTable('cases')
        .addColumn('filing', 'text', (column) => column.primaryKey())
        .addColumn('kiosk', 'text', (column) => column.notNull())
        .addColumn('sequence', 'integer', (column) => column.notNull())
        .addColumn('slip', 'text', (column) => column.notNull())
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('service_version', 'text', (column) => column.notNull())
        .addColumn('unit', 'text', (column) => column.notNull())
        .addColumn('body_sha256', 'text', (column) => column.notNull())
        .addColumn('filed_at', 'text', (column) => column.notNull())
        .addColumn('filed_ms', 'bigint', (column) => column.notNull())
        .addColumn('received_at', 'text', (column) => column.notNull())
        .addColumn('received_ms', 'bigint', (column) => column.notNull())
        .addColumn('applicant', 'text')
        .addColumn('code', 'text', (column) => column.notNull().unique())
        .addColumn('status', 'integer', (column) => column.notNull())
        .addColumn('since', 'text', (column) => column.notNull())
        .addColumn('due', 'text')
        .addColumn('receipt', 'text')
        .execute();
      await schema.createIndex('cases_of_unit').on('cases').columns(['unit', 'received_ms']).execute();
      await schema.createIndex('cases_of_kiosk').on('cases').columns(['kiosk', 'sequence']).execute();
      await schema.createIndex('cases_by_slip').on('cases').column('slip').execute();
      await schema.createIndex('cases_by_applicant').on('cases').columns(['unit', 'applicant', 'service']).execute();
      await schema
        .createTable('bodies')
        .addColumn('filing', 'text', (column) => column.primaryKey().references('cases.filing'))
        .addColumn('envelope', 'text', (column) => column.notNull())
        .addColumn('ciphertext', 'blob', (column) => column.notNull())
        .addColumn('locked', 'blob', (column) => column.notNull())
        .execute();
      await schema
        .createTable('case_history')
        .addColumn('filing', 'text', (column) => column.notNull().references('cases.filing'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('status', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('note', 'text')
        .addColumn('by', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('case_history_order', ['filing', 'position'])
        .execute();
      await schema
        .createTable('waiting_withdrawals')
        .addColumn('filing', 'text', (column) => column.primaryKey())
        .addColumn('kiosk', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .execute();
      await schema
        .createTable('counters')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('count', 'integer', (column) => column.notNull())
        .execute();
      await schema
        .createTable('ratings')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('kiosk', 'text', (column) => column.notNull())
        .addColumn('service', 'text', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('score', 'integer', (column) => column.notNull())
        .execute();
      await schema
        .createTable('tries')
        .addColumn('key', 'text', (column) => column.notNull())
        .addColumn('at_ms', 'bigint', (column) => column.notNull())
        .execute();
      await schema.createIndex('tries_by_key').on('tries').columns(['key', 'at_ms']).execute();
      await schema
        .createTable('checkpoints')
        .addColumn('kiosk', 'text', (column) => column.primaryKey())
        .addColumn('issued_at', 'text', (column) => column.notNull())
        .addColumn('held_json', 'text', (column) => column.notNull())
        .addColumn('token', 'text', (column) => column.notNull())
        .execute();
      await schema
        .createTable('officers')
        .addColumn('user', 'text', (column) => column.primaryKey())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('unit', 'text', (column) => column.notNull())
        .addColumn('password_json', 'text', (column) => column.notNull())
        .execute();
      await schema
        .createTable('staff')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('member_json', 'text', (column) => column.notNull())
        .execute();
      await schema
        .createTable('audit')
        .addColumn('position', 'integer', (column) => column.primaryKey())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('officer', 'text', (column) => column.notNull())
        .addColumn('unit', 'text', (column) => column.notNull())
        .addColumn('act', 'text', (column) => column.notNull())
        .addColumn('filing', 'text')
        .addColumn('detail', 'text')
        .execute();
      await schema.createIndex('audit_of_filing').on('audit').column('filing').execute();
    },
  },
  '0002-journals': {
    async up(db: Kysely<unknown>) {
      const schema = db.schema;
      await schema
        .createTable('heads')
        .addColumn('kiosk', 'text', (column) => column.notNull())
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('records', 'integer', (column) => column.notNull())
        .addColumn('hash', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('heads_in_order', ['kiosk', 'position'])
        .execute();
      await schema.createIndex('heads_by_records').on('heads').columns(['kiosk', 'records']).execute();
      await schema
        .createTable('head_alarms')
        .addColumn('kiosk', 'text', (column) => column.notNull())
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('before_records', 'integer', (column) => column.notNull())
        .addColumn('before_hash', 'text', (column) => column.notNull())
        .addColumn('told_records', 'integer', (column) => column.notNull())
        .addColumn('told_hash', 'text', (column) => column.notNull())
        .addColumn('over_at', 'text')
        .addPrimaryKeyConstraint('head_alarms_in_order', ['kiosk', 'position'])
        .execute();
      await schema
        .createTable('refusals')
        .addColumn('filing', 'text', (column) => column.notNull())
        .addColumn('kiosk', 'text', (column) => column.notNull())
        .addColumn('slip', 'text')
        .addColumn('problem', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('refusals_once', ['kiosk', 'filing'])
        .execute();
    },
  },
  '0003-kiosk-reports': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('kiosk_reports')
        .addColumn('kiosk', 'text', (column) => column.primaryKey())
        .addColumn('report_json', 'text', (column) => column.notNull())
        .execute();
    },
  },
  '0004-rated-factors': {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('ratings').addColumn('factor', 'text').execute();
    },
  },
  '0005-payments': {
    async up(db: Kysely<unknown>) {
      await db.schema
        .createTable('payments')
        .addColumn('filing', 'text', (column) => column.primaryKey().references('cases.filing'))
        .addColumn('amount', 'bigint')
        .addColumn('lines_json', 'text', (column) => column.notNull())
        .addColumn('note', 'text')
        .addColumn('set_at', 'text', (column) => column.notNull())
        .addColumn('set_by', 'text', (column) => column.notNull())
        .addColumn('paid_amount', 'bigint')
        .addColumn('paid_at', 'text')
        .addColumn('paid_by', 'text')
        .execute();
    },
  },
  '0006-corrections': {
    async up(db: Kysely<unknown>) {
      const schema = db.schema;
      await schema.alterTable('cases').addColumn('revises', 'text').execute();
      await schema.alterTable('cases').addColumn('round', 'integer').execute();
      await schema.alterTable('cases').addColumn('outcome', 'text').execute();
      await schema.createIndex('cases_by_revised').on('cases').column('revises').execute();
      await schema.alterTable('case_history').addColumn('delivery_json', 'text').execute();
      await schema
        .createTable('corrections')
        .addColumn('filing', 'text', (column) => column.notNull().references('cases.filing'))
        .addColumn('round', 'integer', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('until', 'text', (column) => column.notNull())
        .addColumn('marks_json', 'text', (column) => column.notNull())
        .addColumn('working_days_left', 'integer')
        .addColumn('closed_at', 'text')
        .addColumn('answered_by', 'text')
        .addPrimaryKeyConstraint('corrections_in_order', ['filing', 'round'])
        .execute();
    },
  },
  '0007-results-and-drafts': {
    async up(db: Kysely<unknown>) {
      const schema = db.schema;
      await schema.alterTable('cases').addColumn('reply', 'text').execute();
      await schema.alterTable('case_history').addColumn('event', 'text').execute();
      await schema
        .createTable('result_moves')
        .addColumn('filing', 'text', (column) => column.notNull().references('cases.filing'))
        .addColumn('position', 'integer', (column) => column.notNull())
        .addColumn('result', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('note', 'text')
        .addColumn('delivery_json', 'text')
        .addPrimaryKeyConstraint('result_moves_in_order', ['filing', 'position'])
        .execute();
      await schema
        .createTable('drafts')
        .addColumn('filing', 'text', (column) => column.notNull().references('cases.filing'))
        .addColumn('number', 'integer', (column) => column.notNull())
        .addColumn('result', 'text')
        .addColumn('at', 'text', (column) => column.notNull())
        .addColumn('by', 'text', (column) => column.notNull())
        .addColumn('until_ms', 'bigint', (column) => column.notNull())
        .addColumn('locked', 'blob', (column) => column.notNull())
        .addColumn('standing', 'text', (column) => column.notNull())
        .addColumn('closed_at', 'text')
        .addColumn('answered_by', 'text')
        .addPrimaryKeyConstraint('drafts_in_order', ['filing', 'number'])
        .execute();
      await schema.createIndex('drafts_that_wait').on('drafts').columns(['standing', 'until_ms']).execute();
    },
  },
};
