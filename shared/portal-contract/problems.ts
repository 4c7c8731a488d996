import { z } from 'zod';

/** What the kiosk does when the portal answers with a problem. */
export type KioskReaction =
  /** The whole request later, with back-off. Nothing is lost, nobody needs to act. */
  | 'later'
  /** Fetch a new token, then once more. */
  | 'renew-token'
  /** Smaller pages. */
  | 'halve'
  /** This one filing goes to needs-attention; the others go on. */
  | 'needs-attention'
  /** The kiosk itself is the trouble: nothing is sent until a technician acts. */
  | 'call-technician';

export type ProblemOwner = 'attendant' | 'technician' | 'ward';
/** The three next steps a filing in needs-attention can have. */
export type NextStep = 'try-again' | 'carry-by-usb' | 'call-technician';

interface ProblemRow {
  readonly status: number;
  readonly reaction: KioskReaction;
  readonly owner: ProblemOwner;
  readonly nextStep: NextStep;
  readonly meaning: string;
}

/** Every problem the portal can answer with (RFC 9457 `type` is `urn:diem-cham:<code>`). */
export const problems = {
  'bad-request': row(400, 'needs-attention', 'technician', 'call-technician', 'The message is not of the contract.'),
  'not-authenticated': row(
    401,
    'renew-token',
    'technician',
    'call-technician',
    'The token is missing, expired or unknown.',
  ),
  'device-unknown': row(
    401,
    'call-technician',
    'technician',
    'call-technician',
    'No such kiosk, or its key is not the one enrolled.',
  ),
  'device-revoked': row(403, 'call-technician', 'technician', 'call-technician', 'This kiosk has been shut out.'),
  'enrolment-refused': row(
    403,
    'call-technician',
    'technician',
    'call-technician',
    'The one-time secret is wrong, used or expired.',
  ),
  'not-found': row(404, 'later', 'technician', 'call-technician', 'No such thing here.'),
  'too-large': row(413, 'halve', 'technician', 'carry-by-usb', 'The request is larger than this portal takes at once.'),
  'part-hash-wrong': row(
    422,
    'later',
    'technician',
    'try-again',
    'The bytes do not have the hash they were sent under.',
  ),
  'offset-wrong': row(
    409,
    'later',
    'technician',
    'try-again',
    'The piece does not begin where the part ends so far; Upload-Offset says where that is.',
  ),
  'filing-signature': row(
    422,
    'needs-attention',
    'technician',
    'call-technician',
    'The envelope is not signed by this kiosk.',
  ),
  'filing-changed': row(
    422,
    'needs-attention',
    'technician',
    'call-technician',
    'Id, envelope and body do not belong together.',
  ),
  'filing-cannot-be-opened': row(
    422,
    'needs-attention',
    'technician',
    'carry-by-usb',
    'Not sealed to a key this portal holds, or not a dossier.',
  ),
  'case-not-here': row(
    409,
    'later',
    'ward',
    'try-again',
    'A revision of a dossier this portal does not hold (yet, or since it was restored).',
  ),
  'too-many-tries': row(429, 'later', 'attendant', 'try-again', 'Too many tries; wait as long as Retry-After says.'),
  'too-busy': row(429, 'later', 'attendant', 'try-again', 'Too many requests; wait as long as Retry-After says.'),
  internal: row(500, 'later', 'attendant', 'try-again', 'Something broke at the portal; nothing was changed.'),
  unavailable: row(503, 'later', 'attendant', 'try-again', 'Closed for a while.'),
  'disk-full': row(507, 'later', 'attendant', 'try-again', 'The portal has no room now.'),
} as const satisfies Record<string, ProblemRow>;

export type ProblemCode = keyof typeof problems;
export const ProblemCode = z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]);

export const ProblemBody = z
  .object({ type: z.string(), title: z.string(), status: z.number().int(), code: ProblemCode })
  .loose();
export type ProblemBody = z.infer<typeof ProblemBody>;

function row(
  status: number,
  reaction: KioskReaction,
  owner: ProblemOwner,
  nextStep: NextStep,
  meaning: string,
): ProblemRow {
  return { status, reaction, owner, nextStep, meaning };
}
