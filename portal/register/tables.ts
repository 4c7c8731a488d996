/** The register's tables as they are after all migrations. JSON columns end in `_json`; instants are ISO, `_ms` are epoch milliseconds. */
export interface Tables {
  enrolments: {
    secret_hash: string;
    label: string | null;
    unit: string;
    site_json: string;
    created_at: string;
    created_by: string;
    expires_ms: number;
    used_at: string | null;
  };
  kiosks: {
    id: string;
    /** Order of enrolment. */
    number: number;
    label: string;
    device_key_json: string;
    unit: string;
    site_json: string;
    enrolled_at: string;
    revoked_at: string | null;
    head_json: string | null;
  };
  /** Every head a kiosk told, in this order. */
  heads: { kiosk: string; position: number; records: number; hash: string; at: string };
  head_alarms: {
    kiosk: string;
    position: number;
    kind: string;
    at: string;
    before_records: number;
    before_hash: string;
    told_records: number;
    told_hash: string;
    over_at: string | null;
  };
  refusals: { filing: string; kiosk: string; slip: string | null; problem: string; at: string };
  configs: { kiosk: string; version: number; token: string };
  assertions: { kiosk: string; jti: string; expires_ms: number };
  cases: {
    filing: string;
    kiosk: string;
    sequence: number;
    slip: string;
    service: string;
    service_version: string;
    unit: string;
    body_sha256: string;
    filed_at: string;
    filed_ms: number;
    received_at: string;
    received_ms: number;
    applicant: string | null;
    code: string;
    status: number;
    since: string;
    due: string | null;
    receipt: string | null;
    /** Of a revision: its case's filing. */
    revises: string | null;
    round: number | null;
    outcome: string | null;
    /** Of a revision that answers a draft certificate: what it says. */
    reply: string | null;
  };
  /** Every move of every result of a bundle, in this order. */
  result_moves: {
    filing: string;
    position: number;
    result: string;
    state: string;
    at: string;
    by: string;
    note: string | null;
    delivery_json: string | null;
  };
  drafts: {
    filing: string;
    number: number;
    result: string | null;
    at: string;
    by: string;
    until_ms: number;
    locked: Uint8Array;
    standing: string;
    closed_at: string | null;
    answered_by: string | null;
  };
  corrections: {
    filing: string;
    round: number;
    at: string;
    by: string;
    until: string;
    marks_json: string;
    working_days_left: number | null;
    closed_at: string | null;
    answered_by: string | null;
  };
  bodies: { filing: string; envelope: string; ciphertext: Uint8Array; locked: Uint8Array };
  case_history: {
    filing: string;
    position: number;
    status: number;
    at: string;
    note: string | null;
    by: string;
    delivery_json: string | null;
    event: string | null;
  };
  waiting_withdrawals: { filing: string; kiosk: string; at: string };
  counters: { name: string; count: number };
  payments: {
    filing: string;
    amount: number | null;
    lines_json: string;
    note: string | null;
    set_at: string;
    set_by: string;
    paid_amount: number | null;
    paid_at: string | null;
    paid_by: string | null;
  };
  ratings: { id: string; kiosk: string; service: string; day: string; factor: string | null; score: number };
  tries: { key: string; at_ms: number };
  checkpoints: { kiosk: string; issued_at: string; held_json: string; token: string };
  kiosk_reports: { kiosk: string; report_json: string };
  officers: { user: string; name: string; unit: string; password_json: string };
  staff: { id: string; member_json: string };
  audit: {
    position: number;
    at: string;
    officer: string;
    unit: string;
    act: string;
    filing: string | null;
    detail: string | null;
  };
}
