import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DeskProblem } from '../../renderer/session/desk.ts';
import { problems } from '../../shared/portal-contract/problems.ts';
import { projectFolder } from '../portal/folders.ts';

/**
 * Never a dead end, in words: every code with which the shell can refuse says what to do now, in every language; every code of the
 * portal has its reason, its owner and an act. A new code does not compile before somebody has thought of its next step.
 */
type Step =
  | 'again'
  | 'type'
  | 'scan'
  | 'photo'
  | 'file-elsewhere'
  | 'wait'
  | 'person'
  | 'technician'
  | 'stick'
  | 'read'
  | 'anew'
  | 'sign-in'
  | 'nothing';

const nextStep: Readonly<Record<DeskProblem, Step>> = {
  'bad-request': 'again',
  'not-found': 'person',
  'not-here': 'person',
  'not-provisioned': 'technician',
  'already-provisioned': 'technician',
  'no-session': 'anew',
  practising: 'anew',
  'not-signed-in': 'sign-in',
  'wrong-pin': 'type',
  'pin-locked': 'wait',
  'wrong-code': 'type',
  'code-locked': 'scan',
  'draft-gone': 'anew',
  'part-hash-wrong': 'photo',
  'part-too-large': 'photo',
  'part-missing': 'photo',
  'no-room-for-parts': 'file-elsewhere',
  'no-room-for-filings': 'file-elsewhere',
  'cannot-keep': 'file-elsewhere',
  'safe-newer': 'file-elsewhere',
  'draft-unreadable': 'person',
  'receipt-invalid': 'nothing',
  'slip-not-genuine': 'scan',
  'already-received': 'person',
  'enrolment-unreadable': 'scan',
  'enrolment-root-mismatch': 'person',
  'enrolment-refused': 'anew',
  'portal-unreachable': 'again',
  'portal-answer-unreadable': 'again',
  'portal-refused-kiosk': 'technician',
  'no-stick': 'stick',
  'stick-read-only': 'stick',
  'stick-full': 'stick',
  'stick-gone': 'stick',
  'nothing-to-carry': 'nothing',
  'carry-running': 'wait',
  'no-voice': 'read',
  'voice-failed': 'read',
  'no-printer': 'photo',
  'printer-failed': 'photo',
  'secrets-unavailable': 'technician',
  internal: 'again',
  'shell-unreachable': 'again',
  'too-many-tries': 'wait',
};

/** How each language asks for a step. A further language gives its own; until then its sentences are not looked at here. */
const asked: Readonly<Record<string, Readonly<Record<Step, RegExp>>>> = {
  vi: {
    again: /bấm lại|thử lại/i,
    type: /gõ lại/i,
    scan: /quét/i,
    photo: /chụp/i,
    'file-elsewhere': /quầy/i,
    wait: /chờ/i,
    person: /nhờ người giúp|gọi người|gọi nơi nhận/i,
    technician: /gọi kỹ thuật/i,
    stick: /USB/,
    read: /đọc trên màn hình/i,
    anew: /bắt đầu lại|làm lại từ đầu|xin mã mới/i,
    'sign-in': /đăng nhập/i,
    nothing: /không cần/i,
  },
  en: {
    again: /press (again|once more)|try again/i,
    type: /type it again/i,
    scan: /scan/i,
    photo: /photo|take that paper again/i,
    'file-elsewhere': /counter/i,
    wait: /wait/i,
    person: /ask for help|call the (receiver|portal's administrator)/i,
    technician: /call the technician/i,
    stick: /plug|use another/i,
    read: /read .*on the screen/i,
    anew: /start again|begin again|new one/i,
    'sign-in': /sign in/i,
    nothing: /need do nothing|nothing needs/i,
  },
  ko: {
    again: /다시/,
    type: /다시 입력/,
    scan: /스캔/,
    photo: /찍/,
    'file-elsewhere': /창구/,
    wait: /기다|잠시 뒤/,
    person: /도움|전화|부르/,
    technician: /기술자/,
    stick: /USB|꽂/,
    read: /화면에서 읽/,
    anew: /다시 시작|다시 해|새 코드/,
    'sign-in': /로그인/,
    nothing: /필요가? 없|없습니다/,
  },
};

const wordsFolder = join(projectFolder, 'assets', 'words');
const languages = readdirSync(wordsFolder).filter((name) => existsSync(join(wordsFolder, name, 'problems.json')));
const wordsOf = (language: string, file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(wordsFolder, language, file), 'utf8'));

describe.each(languages)('%s', (language) => {
  test('every refusal of the shell says what to do now', () => {
    const said = wordsOf(language, 'problems.json') as Record<string, string>;
    const steps = asked[language];
    if (!steps) throw new Error(`say in tests/words/next-steps.test.ts how ${language} asks for each step`);
    const silent = Object.entries(nextStep).filter(([code, step]) => !steps[step].test(said[code] ?? ''));
    expect(silent.map(([code, step]) => `${code} (${step}): ${said[code]}`)).toEqual([]);
    expect(Object.keys(said).filter((code) => !(code in nextStep))).toEqual([]);
  });

  test('every refusal of the portal has a reason, somebody who acts, and an act', () => {
    const staff = wordsOf(language, 'staff.json') as {
      reasons: Record<string, string>;
      owners: Record<string, string>;
      attendant: Record<string, string>;
      carry: Record<string, string>;
    };
    const acts = {
      'try-again': staff.attendant.tryAgain,
      'carry-by-usb': staff.carry.open,
      'call-technician': staff.attendant.callTechnician,
    };
    const lacking = Object.entries(problems).filter(
      ([code, { owner, nextStep: act }]) => !(staff.reasons[code] && staff.owners[owner] && acts[act]),
    );
    expect(lacking.map(([code]) => code)).toEqual([]);
    expect(staff.attendant.callTechnician).toContain('{{phone}}');
  });
});
