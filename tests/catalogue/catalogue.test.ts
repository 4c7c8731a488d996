import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DatedChange } from '../../shared/catalogue/dated-changes.ts';
import { readCatalogue, readService, serviceOn, servicesOn } from '../../shared/catalogue/read-catalogue.ts';
import { Repeat } from '../../shared/catalogue/repeats.ts';
import { catalogueSchemaVersion, Service } from '../../shared/catalogue/service.ts';
import { exampleProblems } from '../../shared/form/example-answers.ts';
import expectedHashes from './hashes.json';
import { catalogueFiles, questionsOf, services, world } from './world.ts';

const fields = JSON.parse(readFileSync(new URL('form-fields.json', import.meta.url), 'utf8')) as FormFields;
interface FormFields {
  forms: {
    service: string;
    code: string;
    fields: { id: string; question?: string; derived?: string; reason?: string }[];
    papers: { id: string; papers?: string[]; questions?: string[]; reason?: string }[];
    legalBasis: string[];
  }[];
}

test('every catalogue file is read without a problem', () => {
  const { services: read, problems } = readCatalogue(catalogueFiles);
  expect(problems).toEqual([]);
  const ids = read.map(({ id }) => id);
  // Each file is named after its service.
  expect([...new Set(ids)].map((id) => `${id}.json`).sort()).toEqual(Object.keys(catalogueFiles).sort());
  expect(ids).toEqual(expect.arrayContaining(['birth-registration', 'death-registration', 'temporary-residence']));
});

describe.each(services.map((service) => ({ id: `${service.id} ${service.version}`, service })))(
  '$id',
  ({ service }) => {
    test.each(service.examples.map((example) => ({ id: example.id, example })))(
      'example $id comes out as it says',
      ({ example }) => {
        expect(exampleProblems(service, example, world)).toEqual([]);
      },
    );

    test('has examples of the plain, the unusual and the refused case', () => {
      const examples = services.filter(({ id }) => id === service.id).flatMap((version) => version.examples);
      expect(examples.length).toBeGreaterThanOrEqual(4);
      expect(new Set(examples.map(({ kind }) => kind))).toEqual(new Set(['plain', 'unusual', 'refused']));
      const texts = examples.map(({ answers }) => JSON.stringify(answers));
      expect(
        texts.some((text) => text !== text.normalize('NFC')),
        'an example in decomposed letters',
      ).toBe(true);
    });

    test('people of its examples are made up', () => {
      for (const { answers } of service.examples)
        for (const [id, answer] of Object.entries(answers)) {
          if (typeof answer !== 'string') continue;
          if (/Id$/.test(id) && /^\d{12}$/.test(answer)) expect(answer, id).toMatch(/^\d{6}0000/);
          if (/Phone$/.test(id)) expect(answer).toMatch(/^0900000\d{1,3}$/);
          if (/Email$/.test(id)) expect(answer).toMatch(/@example\.com$/);
        }
    });

    test('headings have ten words at most and sentences eighteen', () => {
      const headings = service.sections.flatMap((section) => [
        section.title,
        ...section.steps.map(({ title }) => title),
      ]);
      const long = headings.filter(({ vi, en }) => wordsOf(vi) > 10 || wordsOf(en) > 10);
      expect(long).toEqual([]);
      const sentences = textsOf({
        ...service,
        examples: [],
        officialName: undefined,
        legalBasis: [],
        consents: [],
        pledge: undefined,
      })
        .flatMap((text) => text.split(/(?<=[.?;:])\s/))
        .filter((sentence) => wordsOf(sentence) > 18);
      expect(sentences).toEqual([]);
    });

    test('nothing shouts, thanks customers or says what only a receipt may say', () => {
      const texts = textsOf({ ...service, examples: [] }).join('\n');
      expect(texts).not.toMatch(/!|thành công|quý khách|ông\/bà|lỗi hệ thống|vui lòng thử lại/i);
    });

    test('every field of the official form is asked, follows from answers, or has a named reason', () => {
      const form = fields.forms.find((each) => each.service === service.id);
      const asked = new Set(questionsOf(service).map(({ id }) => id));
      const derived = new Set(service.derived.map(({ id }) => id));
      expect(form?.code).toBe(service.code);
      const lost = form?.fields.filter(
        (field) =>
          !(field.question !== undefined && asked.has(field.question)) &&
          !(field.derived !== undefined && derived.has(field.derived)) &&
          !field.reason,
      );
      expect(lost).toEqual([]);
      expect(form?.fields.length).toBeGreaterThan(8);
    });

    test('every paper and legal basis of the procedure is there', () => {
      const form = fields.forms.find((each) => each.service === service.id);
      const papers = new Set(service.papers.map(({ id }) => id));
      const asked = new Set(questionsOf(service).map(({ id }) => id));
      const lost = form?.papers.filter(
        (paper) =>
          !(paper.papers?.every((id) => papers.has(id)) ?? false) &&
          !(paper.questions?.every((id) => asked.has(id)) ?? false) &&
          !paper.reason,
      );
      expect(lost).toEqual([]);
      const versions = services.filter(({ id }) => id === service.id);
      const law = versions.flatMap(({ legalBasis }) => legalBasis.map(({ text }) => text)).join('\n');
      expect(form?.legalBasis.filter((basis) => !law.includes(basis))).toEqual([]);
    });

    test('labels within a part are told apart: on the review screen nothing else tells whose they are', () => {
      const alike = service.sections.flatMap((section) => {
        const questions = section.steps.flatMap(({ questions: each }) => each.filter(({ when }) => when === undefined));
        const labels = questions.map(({ label }) => label.vi);
        return labels
          .filter((label, index) => labels.indexOf(label) !== index)
          .map((label) => `${section.id}: ${label}`);
      });
      expect(alike).toEqual([]);
    });
  },
);

test('the change of the civil-status law on 1 March 2027 is known ahead', () => {
  const civil = services.filter(({ legalBasis }) => legalBasis.some(({ text }) => /60.2014.QH13/.test(text)));
  for (const { id, legalBasis } of civil) {
    const law = (number: string) => legalBasis.find(({ text }) => text.includes(number));
    expect(law('60/2014/QH13')?.until, id).toBe('2027-02-28');
    expect(law('03/2026/QH16')?.from, id).toBe('2027-03-01');
  }
  expect(civil.length).toBeGreaterThanOrEqual(5);
  const death = (day: string) => serviceOn(services, 'death-registration', day);
  expect(death('2027-02-28')?.results.map(({ name }) => name.vi)).toEqual(['Trích lục khai tử']);
  expect(death('2027-03-01')?.results[0]?.name.vi).toContain('Giấy chứng tử');
  expect(death('2027-03-01')?.legalBasis.some(({ text }) => text.includes('60/2014'))).toBe(false);
});

describe('reading refuses, with one line each,', () => {
  // biome-ignore lint/suspicious/noExplicitAny: a file is broken on purpose, anywhere in it
  const broken = (change: (json: any) => void): string[] => {
    const json = structuredClone(catalogueFiles['civil-extract.json']);
    change(json);
    const reading = readService(json);
    return reading.ok ? [] : reading.problems;
  };

  test('a file that is not a service', () => {
    for (const json of [undefined, null, 7, 'x', [], {}, { schema: 2 }]) expect(readService(json).ok).toBe(false);
  });
  test('a missing language', () => {
    expect(broken((json) => delete json.name.en)).toEqual([expect.stringContaining('name.en')]);
  });
  test('a condition on a question that does not exist', () => {
    expect(
      broken((json) => {
        json.checks[0].when = { equal: [{ answer: 'nobody' }, 'x'] };
      }),
    ).toEqual(['check identity-paper-needed: nobody does not exist']);
  });
  test('a condition on an option that does not exist', () => {
    expect(
      broken((json) => {
        json.papers[0].when = { equal: [{ answer: 'agentKin' }, 'hang-xom'] };
      }),
    ).toEqual(['paper authorisation-certified: hang-xom is no option of agentKin']);
  });
  test('a route that hangs on a later answer', () => {
    expect(
      broken((json) => {
        json.sections[0].steps[0].when = { missing: 'copies' };
      }),
    ).toEqual(['step requester-identity: copies is not asked before it']);
  });
  test('a fact nobody knows', () => {
    expect(
      broken((json) => {
        json.checks[0].when = { equal: [{ fact: 'weather' }, 'x'] };
      }),
    ).toEqual(['check identity-paper-needed: there is no fact weather']);
  });
  test('a result without a life event, and a name left out by an answer that is none', () => {
    expect(
      broken((json) => {
        json.lifeEvents = [];
        json.unnamed = { question: 'requesterType', answer: 'ai-do', otherwise: 'ban-than', note: json.name };
      }),
    ).toEqual([
      'lifeEvents: what ends with a result belongs to a life event',
      'unnamed: ai-do is no option of requesterType',
    ]);
  });
  test('an id used twice', () => {
    expect(
      broken((json) => {
        json.papers[1].id = json.papers[0].id;
      }),
    ).toContain('paper authorisation-certified is there twice');
  });
  test('a card field that cannot fill its question, or fills two', () => {
    expect(
      broken((json) => {
        json.sections[0].steps[0].questions[1].fromCard = 'number';
      }),
    ).toEqual([
      "question reqName: the card's number does not fill a person-name",
      "the card's number fills two questions",
    ]);
  });
  test('an initial answer that is no option', () => {
    expect(
      broken((json) => {
        json.sections[1].steps[0].questions[0].initial = 'ai-do';
      }),
    ).toEqual(['question requesterType: initial ai-do is no option']);
  });
  test('a deadline, fee, receiver or check that points nowhere', () => {
    expect(
      broken((json) => {
        json.fees[0].perAnswer = 'reqName';
      }),
    ).toEqual(['fee copy: reqName is a person-name']);
    expect(
      broken((json) => {
        json.receiver.by = ['nowhere'];
      }),
    ).toEqual(['receiver: nowhere does not exist']);
    expect(
      broken((json) => {
        json.receiver.by = [];
      }),
    ).toEqual(['receiver: a ward is found by an address']);
    expect(
      broken((json) => {
        json.checks[0].at = 'nowhere';
      }),
    ).toEqual(['check identity-paper-needed: nowhere does not exist']);
    expect(
      broken((json) => {
        json.deadlines = [
          {
            id: 'd',
            from: 'copies',
            days: 1,
            counted: 'calendar-days',
            inTime: json.name,
            late: json.name,
            source: 's',
          },
        ];
      }),
    ).toEqual(['deadline d: copies is a whole-number']);
  });
  test('an example that answers what is not asked', () => {
    expect(
      broken((json) => {
        json.examples[0].answers.nobody = 'x';
      }),
    ).toEqual(['example own-birth-copy: nobody is not a question']);
  });
  test('decomposed letters in a text', () => {
    expect(
      broken((json) => {
        json.name.vi = json.name.vi.normalize('NFD');
      }),
    ).toEqual([expect.stringContaining('name.vi')]);
  });
  test('conditions that carry code or unknown words', () => {
    expect(
      broken((json) => {
        json.checks[0].when = { eval: 'process.exit()' };
      }).length,
    ).toBeGreaterThan(0);
  });
});

describe('versions', () => {
  const version = (number: string, validFrom: string, validUntil?: string) => {
    const json = structuredClone(catalogueFiles['civil-extract.json']) as { examples: { today: string }[] };
    for (const example of json.examples) example.today = validFrom;
    return { ...json, version: number, validFrom, ...(validUntil ? { validUntil } : {}) };
  };

  test('lie side by side, each on its days', () => {
    const { services: read, problems } = readCatalogue({
      a: version('2026.1', '2026-01-16', '2027-02-28'),
      b: version('2027.1', '2027-03-01'),
    });
    expect(problems).toEqual([]);
    const versionOn = (day: string) => serviceOn(read, 'civil-extract', day)?.version;
    expect(versionOn('2027-02-28')).toBe('2026.1');
    expect(versionOn('2027-03-01')).toBe('2027.1');
    expect(versionOn('2025-12-31')).toBeUndefined();
    expect(servicesOn(read, '2027-03-01').map((service) => service.version)).toEqual(['2027.1']);
  });

  test('that hold on the same day are both left out', () => {
    const { services: read, problems } = readCatalogue({
      a: version('2026.1', '2026-01-16'),
      b: version('2026.2', '2026-02-01'),
    });
    expect(read).toEqual([]);
    expect(problems).toEqual(['civil-extract: versions 2026.1 and 2026.2 hold on the same day']);
  });
});

/*
 * A filing keeps the version it was made with. So a change of the schema changes `catalogueSchemaVersion`, and a change of what is
 * asked or checked changes the version of the service, on purpose: then write the new hash here.
 */
describe('hashes', () => {
  test('the catalogue schema has not changed unnoticed', () => {
    const schemas = [Service, DatedChange, Repeat].map((schema) => z.toJSONSchema(schema, { io: 'input' }));
    expect({ version: catalogueSchemaVersion, hash: hashOf(schemas) }).toEqual(expectedHashes.schema);
  });

  test.each(services.map((service) => ({ id: `${service.id} ${service.version}`, service })))(
    'what $id asks has not changed unnoticed',
    ({ service }) => {
      const { sections, derived, checks, papers, fees, deadlines, receiver } = service;
      const hash = hashOf(withoutTexts({ sections, derived, checks, papers, fees, deadlines, receiver }));
      expect({ [`${service.id}@${service.version}`]: hash }).toEqual({
        [`${service.id}@${service.version}`]: (expectedHashes.services as Record<string, string>)[
          `${service.id}@${service.version}`
        ],
      });
    },
  );
});

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** Wording, and the picture a paper is explained with, may be mended without a new version; what is asked, and when, may not. */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  if ('vi' in value && 'en' in value) return undefined;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'looks')
      .map(([key, item]) => [key, withoutTexts(item)]),
  );
}

function wordsOf(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  if ('vi' in value && 'en' in value) return [String(value.vi), String(value.en)];
  return Object.values(value).flatMap(textsOf);
}
