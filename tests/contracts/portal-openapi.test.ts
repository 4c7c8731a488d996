import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '../../build/openapi-document.ts';
import { Dossier } from '../../shared/dossier/dossier.ts';
import { DraftShown } from '../../shared/dossier/draft-words.ts';
import { MarkedAnswers } from '../../shared/dossier/marked-answers.ts';
import { Envelope, SealedFiling } from '../../shared/dossier/sealed-filing.ts';
import { SlipFacts } from '../../shared/dossier/slip.ts';
import { Withdrawal } from '../../shared/dossier/withdrawal.ts';
import { BundlesAnswer } from '../../shared/portal-contract/bundles.ts';
import { ContentManifest } from '../../shared/portal-contract/content-bundle.ts';
import { CorrectionAnswer } from '../../shared/portal-contract/correction.ts';
import { DraftAnswer } from '../../shared/portal-contract/draft-certificate.ts';
import { HelpCall, HelpCallAnswer } from '../../shared/portal-contract/help-call.ts';
import { Information, InformationAnswer } from '../../shared/portal-contract/information.ts';
import { KioskReport } from '../../shared/portal-contract/kiosk-report.ts';
import {
  CaseLookup,
  CaseLookupAnswer,
  CaseWithdrawal,
  CaseWithdrawalAnswer,
  contractVersion,
  HealthAnswer,
  SyncAnswer,
  SyncRequest,
  TokenAnswer,
  VisitRequest,
} from '../../shared/portal-contract/messages.ts';
import { PaymentOrder } from '../../shared/portal-contract/payment.ts';
import { ProblemBody, problems } from '../../shared/portal-contract/problems.ts';
import { Checkpoint, PortalTime, Receipt } from '../../shared/portal-contract/receipt.ts';
import { routes } from '../../shared/portal-contract/routes.ts';
import {
  Enrolment,
  EnrolmentAnswer,
  EnrolmentRequest,
  KioskConfig,
  TrustBundle,
} from '../../shared/portal-contract/trust.ts';
import { projectFolder } from '../portal/folders.ts';

test('the committed OpenAPI document is the one the routes, schemas and problems give (else: node build/openapi.ts)', async () => {
  const committed = await readFile(join(projectFolder, 'shared', 'portal-contract', 'openapi.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
});

/**
 * What the wire looked like under each contract version. A changed hash means kiosks and portals in the field would
 * misunderstand each other: raise `contractVersion` and add a line here, never edit one that was released.
 */
const wireHashes: Readonly<Record<number, string>> = {
  1: '194171c31db0fab05a7b4cf4da47855b013299c3c1332e4081e1ff1b22a9a913',
  2: '29ef658a54600a1eed82e6f8e103dadf02e51b1626cfdffbd17e00d9323afd21',
};

test('a message of the wire changes its shape only together with the contract version', () => {
  const shapes = wire.map((schema) => JSON.stringify(withoutWords(z.toJSONSchema(schema, { io: 'input' }))));
  const answers = Object.entries(problems).map(([code, { status, reaction }]) => `${code} ${status} ${reaction}`);
  const hash = createHash('sha256')
    .update([...shapes, ...answers, JSON.stringify(routes)].join('\n'))
    .digest('hex');
  expect({ [contractVersion]: hash }).toEqual({ [contractVersion]: wireHashes[contractVersion] });
});

const wire = [
  Information,
  InformationAnswer,
  EnrolmentRequest,
  EnrolmentAnswer,
  TokenAnswer,
  HealthAnswer,
  SyncRequest,
  SyncAnswer,
  CaseLookup,
  CaseLookupAnswer,
  ProblemBody,
  SealedFiling,
  Envelope,
  Dossier,
  SlipFacts,
  Withdrawal,
  Receipt,
  Checkpoint,
  PortalTime,
  Enrolment,
  TrustBundle,
  KioskConfig,
  KioskReport,
  BundlesAnswer,
  ContentManifest,
  HelpCall,
  HelpCallAnswer,
  VisitRequest,
  CorrectionAnswer,
  DraftAnswer,
  DraftShown,
  CaseWithdrawal,
  CaseWithdrawalAnswer,
  MarkedAnswers,
  PaymentOrder,
];

/** Descriptions may be improved without kiosks and portals misunderstanding each other. */
function withoutWords(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'description' ? undefined : value)));
}
