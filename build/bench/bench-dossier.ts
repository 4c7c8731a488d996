import type { Answer } from '../../shared/catalogue/service.ts';
import type { Dossier } from '../../shared/dossier/dossier.ts';
import { serviceNamed } from '../every-service.ts';

/** A dossier of the catalogue's own example, its answers filled up to so many bytes of JSON. */
export function benchDossier(answerBytes: number): Omit<Dossier, 'nonce'> {
  const service = serviceNamed('civil-extract');
  const at = '2026-11-11T03:00:00.000Z';
  return {
    format: 1,
    service: { id: service.id, version: service.version, code: service.code },
    language: 'vi',
    answers: filledTo(answerBytes, service.examples[0]?.answers ?? {}),
    fromCard: [],
    identity: { how: 'typed', helped: false },
    eligibility: {},
    consents: service.consents.map(({ id, text }) => ({ id, text: text.vi, at })),
    pledge: { text: service.pledge.vi, at },
    receiver: { kind: 'ward', unit: '00190' },
    papers: [],
    papersLater: [],
    warned: [],
    checkCode: 'K7P2QX',
    clockDoubtful: false,
  };
}

function filledTo(bytes: number, example: Readonly<Record<string, Answer>>): Record<string, Answer> {
  const size = (answers: object) => Buffer.byteLength(JSON.stringify(answers));
  const answers: Record<string, Answer> = { ...example };
  const filling = 'Nguyễn Thị Hường, phường Ô Chợ Dừa, ngõ 12/34 phố Khâm Thiên. ';
  for (let more = 1; size(answers) < bytes; more++) answers[`filling${more}`] = filling.repeat(8);
  return answers;
}
