import { crc16 } from './crc16.ts';
import { type BrokenObjects, type DataObject, longestValue, readObjects, writeObjects } from './data-objects.ts';

/** To an account, to a card, or a payment to a merchant the bank has registered. */
export const transferServices = ['QRIBFTTA', 'QRIBFTTC', 'QRPUSH'] as const;
export type TransferService = (typeof transferServices)[number];

/** What a VietQR code says. */
export interface VietQr {
  /** `dynamic`: for one payment only. Where it is left out: with an amount it is, without one it is not. */
  readonly initiation?: 'static' | 'dynamic' | undefined;
  /** Of the payee's bank, six digits. */
  readonly bin: string;
  /** Account, card or merchant number: letters and digits, 19 at most. */
  readonly account: string;
  readonly service: TransferService;
  /** Whole dong; without it the payer types the amount. */
  readonly amount?: number | undefined;
  /** Four digits of ISO 18245. */
  readonly category?: string | undefined;
  readonly name?: string | undefined;
  readonly city?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly additional?: Additional | undefined;
  /** Tags of the root in the order they shall stand; the standard fixes only the first and the last. Ascending when left out. */
  readonly order?: readonly string[] | undefined;
}

/** Up to 25 characters each, and together no more than one data object holds. */
export interface Additional {
  readonly billNumber?: string | undefined;
  readonly mobile?: string | undefined;
  readonly store?: string | undefined;
  readonly loyalty?: string | undefined;
  readonly reference?: string | undefined;
  readonly customer?: string | undefined;
  readonly terminal?: string | undefined;
  /** The transfer's message. */
  readonly purpose?: string | undefined;
}

/** What is wrong, and where: tags from the outside in (`38.01.00`), `payload` for the whole. */
export interface VietQrProblem {
  readonly place: string;
  readonly code:
    | 'missing'
    | 'too-long'
    /** A sign that is not a printable ASCII character, or not of those this place takes. */
    | 'characters'
    /** Not what this place always says: 01, 704, VN, an amount in whole dong … */
    | 'value'
    | 'twice'
    /** Payload format first, checksum last. */
    | 'order'
    | 'checksum'
    | BrokenObjects['code'];
}

export type Written =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly problems: readonly VietQrProblem[] };

/** The text of the code, or everything that keeps it from being one. */
export function writeVietQr(what: VietQr): Written {
  const problems = problemsOf(what);
  if (problems.length > 0) return { ok: false, problems };
  const objects = inOrder(rootObjects(what), what.order);
  const unsigned = `${writeObjects(objects)}${tags.checksum}04`;
  const payload = `${unsigned}${crc16(unsigned)}`;
  return payload.length > longestPayload
    ? { ok: false, problems: [{ place: 'payload', code: 'too-long' }] }
    : { ok: true, payload };
}

export type Read =
  | {
      readonly ok: true;
      readonly value: VietQr & { readonly initiation: 'static' | 'dynamic'; readonly order: readonly string[] };
    }
  | { readonly ok: false; readonly problems: readonly VietQrProblem[] };

/** What a code says, in any order of its tags. Tags this profile does not know are passed over. Never throws. */
export function readVietQr(payload: string): Read {
  const whole = problemOfPayload(payload);
  if (whole) return { ok: false, problems: [whole] };
  const root = objectsAt('', payload);
  if (!Array.isArray(root)) return { ok: false, problems: [root] };
  const account = templateOf(root, tags.account);
  const payee = Array.isArray(account) ? templateOf(account, accountTags.payee, tags.account) : account;
  const labels = root.some(({ tag }) => tag === tags.additional) ? templateOf(root, tags.additional) : [];
  if (!Array.isArray(account)) return { ok: false, problems: [account] };
  if (!Array.isArray(payee)) return { ok: false, problems: [payee] };
  if (!Array.isArray(labels)) return { ok: false, problems: [labels] };

  const problems = [...orderProblems(root), ...[root, account, payee, labels].flatMap(twiceIn)];
  const problemAt = (place: string, code: VietQrProblem['code']) => void problems.push({ place, code });
  const fixed = (place: string, value: string | undefined, wanted: string) => {
    if (value !== wanted) problemAt(place, value === undefined ? 'missing' : 'value');
  };
  fixed(tags.format, valueAt(root, tags.format), '01');
  fixed(tags.currency, valueAt(root, tags.currency), dong);
  fixed(tags.country, valueAt(root, tags.country), 'VN');
  fixed(`${tags.account}.${accountTags.aid}`, valueAt(account, accountTags.aid), napas);
  // The standard lets it be left out: then the code may be paid again.
  const initiation = initiations.find(({ code }) => code === (valueAt(root, tags.initiation) ?? '11'));
  if (!initiation) problemAt(tags.initiation, 'value');
  const said = valueAt(account, accountTags.service);
  const service = transferServices.find((known) => known === said);
  if (!service) problemAt(`${tags.account}.${accountTags.service}`, said === undefined ? 'missing' : 'value');
  const digits = valueAt(root, tags.amount);
  // Dong have no smaller coin: a point, a comma or a leading nought is another amount to somebody.
  if (digits !== undefined && !/^[1-9]\d{0,12}$/.test(digits)) problemAt(tags.amount, 'value');
  if (problems.length > 0 || !initiation || !service) return { ok: false, problems };

  const value = {
    initiation: initiation.name,
    bin: valueAt(payee, payeeTags.bin) ?? '',
    account: valueAt(payee, payeeTags.account) ?? '',
    service,
    ...(digits === undefined ? {} : { amount: Number(digits) }),
    ...present({
      category: valueAt(root, tags.category),
      name: valueAt(root, tags.name),
      city: valueAt(root, tags.city),
      postalCode: valueAt(root, tags.postalCode),
    }),
    ...(labels.length > 0 ? { additional: labelsOf(labels) } : {}),
    order: root.map(({ tag }) => tag).filter((tag) => tag !== tags.checksum),
  };
  const left = problemsOf(value);
  return left.length > 0 ? { ok: false, problems: left } : { ok: true, value };
}

/** EMVCo's bound of a whole code. */
const longestPayload = 512;
/** NAPAS' application identifier; VNPAY's own codes carry another one. */
const napas = 'A000000727';
const dong = '704';

const tags = {
  format: '00',
  initiation: '01',
  account: '38',
  category: '52',
  currency: '53',
  amount: '54',
  country: '58',
  name: '59',
  city: '60',
  postalCode: '61',
  additional: '62',
  checksum: '63',
} as const;
const accountTags = { aid: '00', payee: '01', service: '02' } as const;
const payeeTags = { bin: '00', account: '01' } as const;
const labelTags: readonly (readonly [keyof Additional, string])[] = [
  ['billNumber', '01'],
  ['mobile', '02'],
  ['store', '03'],
  ['loyalty', '04'],
  ['reference', '05'],
  ['customer', '06'],
  ['terminal', '07'],
  ['purpose', '08'],
];
const initiations = [
  { name: 'static', code: '11' },
  { name: 'dynamic', code: '12' },
] as const;

const printable = /^[\x20-\x7e]+$/;

function problemsOf(what: VietQr): VietQrProblem[] {
  const { amount, additional = {} } = what;
  const payee = `${tags.account}.${accountTags.payee}`;
  const problems = [
    ...checked(`${payee}.${payeeTags.bin}`, what.bin, { most: 6, pattern: /^\d{6}$/ }),
    ...checked(`${payee}.${payeeTags.account}`, what.account, { most: 19, pattern: /^[0-9A-Za-z]+$/ }),
    ...checked(tags.category, what.category, { most: 4, pattern: /^\d{4}$/ }),
    ...checked(tags.name, what.name, { most: 25, pattern: printable }),
    ...checked(tags.city, what.city, { most: 15, pattern: printable }),
    ...checked(tags.postalCode, what.postalCode, { most: 10, pattern: printable }),
    ...labelTags.flatMap(([name, tag]) =>
      checked(`${tags.additional}.${tag}`, additional[name], { most: 25, pattern: printable }),
    ),
  ];
  if (!transferServices.includes(what.service))
    problems.push({ place: `${tags.account}.${accountTags.service}`, code: 'value' });
  if (amount !== undefined && !(Number.isSafeInteger(amount) && amount > 0 && amount <= highestAmount))
    problems.push({ place: tags.amount, code: 'value' });
  if (problems.length === 0 && labelsLength(additional) > longestValue)
    problems.push({ place: tags.additional, code: 'too-long' });
  return problems;
}

/** Thirteen digits. */
const highestAmount = 9_999_999_999_999;

function checked(
  place: string,
  value: string | undefined,
  { most, pattern }: { most: number; pattern: RegExp },
): VietQrProblem[] {
  if (value === undefined) return [];
  if (value === '') return [{ place, code: 'missing' }];
  if (value.length > most) return [{ place, code: 'too-long' }];
  return pattern.test(value) ? [] : [{ place, code: 'characters' }];
}

function rootObjects(what: VietQr): DataObject[] {
  const { amount, additional = {} } = what;
  const initiation = what.initiation ?? (amount === undefined ? 'static' : 'dynamic');
  const payee = writeObjects([
    { tag: payeeTags.bin, value: what.bin },
    { tag: payeeTags.account, value: what.account },
  ]);
  const account = writeObjects([
    { tag: accountTags.aid, value: napas },
    { tag: accountTags.payee, value: payee },
    { tag: accountTags.service, value: what.service },
  ]);
  const labels = labelObjects(additional);
  return [
    { tag: tags.format, value: '01' },
    { tag: tags.initiation, value: initiation === 'static' ? '11' : '12' },
    { tag: tags.account, value: account },
    ...objectIf(tags.category, what.category),
    { tag: tags.currency, value: dong },
    ...objectIf(tags.amount, amount === undefined ? undefined : String(amount)),
    { tag: tags.country, value: 'VN' },
    ...objectIf(tags.name, what.name),
    ...objectIf(tags.city, what.city),
    ...objectIf(tags.postalCode, what.postalCode),
    ...(labels.length > 0 ? [{ tag: tags.additional, value: writeObjects(labels) }] : []),
  ];
}

function objectIf(tag: string, value: string | undefined): DataObject[] {
  return value === undefined ? [] : [{ tag, value }];
}

function labelObjects(additional: Additional): DataObject[] {
  return labelTags.flatMap(([name, tag]) => objectIf(tag, additional[name]));
}

function labelsLength(additional: Additional): number {
  return labelObjects(additional).reduce((sum, { value }) => sum + 4 + value.length, 0);
}

/** Format first whatever is wished, then the wished order, then what it does not name, ascending. */
function inOrder(objects: readonly DataObject[], order: readonly string[] | undefined): DataObject[] {
  if (!order) return [...objects];
  const place = (tag: string) => {
    if (tag === tags.format) return -1;
    const wished = order.indexOf(tag);
    return wished === -1 ? order.length : wished;
  };
  return [...objects].sort((one, other) => place(one.tag) - place(other.tag));
}

function problemOfPayload(payload: string): VietQrProblem | undefined {
  if (payload === '') return { place: 'payload', code: 'missing' };
  if (!printable.test(payload)) return { place: 'payload', code: 'characters' };
  if (payload.length > longestPayload) return { place: 'payload', code: 'too-long' };
  return undefined;
}

function objectsAt(place: string, text: string): DataObject[] | VietQrProblem {
  const read = readObjects(text);
  return Array.isArray(read) ? read : { place: place === '' ? 'payload' : place, code: read.code };
}

/** The objects inside the template of this tag, or why there are none. */
function templateOf(objects: readonly DataObject[], tag: string, inside?: string): DataObject[] | VietQrProblem {
  const place = inside === undefined ? tag : `${inside}.${tag}`;
  const value = valueAt(objects, tag);
  return value === undefined ? { place, code: 'missing' } : objectsAt(place, value);
}

function orderProblems(root: readonly DataObject[]): VietQrProblem[] {
  const problems: VietQrProblem[] = [];
  if (root[0]?.tag !== tags.format) problems.push({ place: tags.format, code: 'order' });
  const last = root.at(-1);
  if (!root.some(({ tag }) => tag === tags.checksum)) problems.push({ place: tags.checksum, code: 'missing' });
  else if (last?.tag !== tags.checksum) problems.push({ place: tags.checksum, code: 'order' });
  else if (last.value !== crc16(`${writeObjects(root.slice(0, -1))}${tags.checksum}04`))
    problems.push({ place: tags.checksum, code: 'checksum' });
  return problems;
}

function twiceIn(objects: readonly DataObject[]): VietQrProblem[] {
  const seen = new Set<string>();
  return objects.flatMap(({ tag }) => {
    if (!seen.has(tag)) {
      seen.add(tag);
      return [];
    }
    return [{ place: tag, code: 'twice' as const }];
  });
}

function valueAt(objects: readonly DataObject[], tag: string): string | undefined {
  return objects.find((object) => object.tag === tag)?.value;
}

function labelsOf(labels: readonly DataObject[]): Additional {
  return present(Object.fromEntries(labelTags.map(([name, tag]) => [name, valueAt(labels, tag)])));
}

/** Without what is not there. */
function present<T extends Record<string, string | undefined>>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}
