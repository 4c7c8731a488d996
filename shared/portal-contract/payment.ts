import { z } from 'zod';
import { Text } from '../catalogue/text.ts';
import { canonicalBytes } from '../dossier/bytes.ts';
import type { Jwk, Signing, Verifying } from '../dossier/cryptography.ts';
import { IsoInstant, Sha256Hex } from '../dossier/dossier.ts';
import { readSigned } from './receipt.ts';

/** Whole dong; thirteen digits are what a payment code holds. */
export const Dong = z.number().int().nonnegative().max(9_999_999_999_999);

/** Whose account the money goes to. Said by the portal alone, and signed: a changed account is somebody else's money. */
export const Payee = z
  .object({
    /** As the bank has it: what a banking app shows before it pays must be the same. */
    name: z.string().min(1).max(120),
    bank: z.string().min(1).max(120),
    bin: z.string().regex(/^\d{6}$/),
    account: z.string().regex(/^[0-9A-Za-z]{1,19}$/),
  })
  .strict();
export type Payee = z.infer<typeof Payee>;

export const PaymentLine = z
  .object({
    label: Text,
    /** Null: not known to the portal. */
    amount: Dong.nullable(),
    /** `given`: the city pays it (rule HN-0D), `unconfirmed`: it would, if a kiosk's dossiers were confirmed to count as filed online. */
    support: z.enum(['given', 'unconfirmed']).optional(),
  })
  .strict();
export type PaymentLine = z.infer<typeof PaymentLine>;

/**
 * ```
 * to-be-told ──the receiver names it──▶ due ──the receiver has the money──▶ paid
 *      └──────────────▶ nothing-due ◀────┘
 * ```
 */
export const PaymentStanding = z.discriminatedUnion('state', [
  /** What it costs is not known yet: the receiver will say. */
  z.object({ state: z.literal('to-be-told') }).strict(),
  z.object({ state: z.literal('nothing-due') }).strict(),
  z
    .object({
      state: z.literal('due'),
      amount: Dong.min(1),
      /** Null: it is paid at the counter. `message` is what the transfer must say, so that the money is found. */
      transfer: z
        .object({ payee: Payee, message: z.string().regex(/^[\x20-\x7e]{1,25}$/) })
        .strict()
        .nullable(),
    })
    .strict(),
  z.object({ state: z.literal('paid'), amount: Dong.min(1), at: IsoInstant }).strict(),
]);
export type PaymentStanding = z.infer<typeof PaymentStanding>;

/** What one dossier is to pay, and how that stands: the portal's alone, signed by its receipt key. */
export const PaymentOrder = z
  .object({
    filing: Sha256Hex,
    /** The official dossier code. */
    code: z.string(),
    issuedAt: IsoInstant,
    lines: z.array(PaymentLine).max(40),
    /** The receiver's own words on the amount, when an officer has set it. */
    note: z.string().max(1000).optional(),
    standing: PaymentStanding,
  })
  .strict();
export type PaymentOrder = z.infer<typeof PaymentOrder>;

export function signPaymentOrder(order: PaymentOrder, signing: Signing): Promise<string> {
  return signing.sign('payment', canonicalBytes(order));
}

/** The order, only when its signature is the portal's and, where it is named, it is of this filing. Anything else is no order. */
export async function readPaymentOrder(
  token: string,
  { filing, receiptKeys, verifying }: { filing?: string; receiptKeys: readonly Jwk[]; verifying: Verifying },
): Promise<PaymentOrder | undefined> {
  const order = await readSigned('payment', token, PaymentOrder, receiptKeys, verifying);
  return filing === undefined || order?.filing === filing ? order : undefined;
}
