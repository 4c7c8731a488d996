import { describe, expect, it } from 'vitest';
import extract from '../../assets/catalogue/civil-extract.json' with { type: 'json' };
import { offeredServices, servicesOf } from '../../renderer/screens/offered-services.ts';
import { readService } from '../../shared/catalogue/read-catalogue.ts';

const reading = readService(extract);
if (!reading.ok) throw new Error('the catalogue file must read');
const from = (version: string, validFrom: string, validUntil?: string) => ({
  ...reading.service,
  version,
  validFrom,
  validUntil,
});

describe('services on offer', () => {
  it('of several versions the one of the day is offered, once', () => {
    const offered = offeredServices(
      [from('2026.1', '2026-01-01', '2027-02-28'), from('2027.1', '2027-03-01')],
      '2026-11-21',
    );
    expect(offered).toMatchObject([{ state: 'open', service: { version: '2026.1' } }]);
  });

  it('what opens later stays visible with its day', () => {
    expect(offeredServices([from('2027.1', '2027-03-01')], '2026-11-21')).toMatchObject([
      { state: 'opens', day: '2027-03-01' },
    ]);
  });

  it('what has closed says since when', () => {
    expect(offeredServices([from('2025.1', '2025-01-01', '2026-01-31')], '2026-11-21')).toMatchObject([
      { state: 'closed', day: '2026-01-31' },
    ]);
  });

  it('a service stands under its life events only', () => {
    const offered = offeredServices([from('2026.1', '2026-01-01')], '2026-11-21');
    expect(servicesOf(offered, 'copies')).toHaveLength(1);
    expect(servicesOf(offered, 'school')).toHaveLength(0);
  });

  it('an enrolment is open on the days of its windows, says when it opens, and since when it is closed', () => {
    const windows = [
      { from: '2026-07-01', until: '2026-07-03', source: 'city' },
      { from: '2027-07-01', until: '2027-07-03', source: 'city' },
    ];
    const enrolment = { ...from('2026.1', '2026-01-01'), windows };
    const on = (day: string) => {
      const [offered] = offeredServices([enrolment], day);
      return offered && [offered.state, 'day' in offered ? offered.day : undefined];
    };
    expect(on('2026-06-30')).toEqual(['opens', '2026-07-01']);
    expect(on('2026-07-01')).toEqual(['open', undefined]);
    expect(on('2026-07-03')).toEqual(['open', undefined]);
    expect(on('2026-07-04')).toEqual(['opens', '2027-07-01']);
    expect(on('2027-07-04')).toEqual(['closed', '2027-07-04']);
  });
});
