import { describe, expect, it } from 'vitest';
import { firstToWrite, nextToWrite } from '../../renderer/screens/tight-group.ts';
import type { Question } from '../../shared/catalogue/question.ts';

const question = (id: string, kind: Question['kind']): Question => ({ id, kind, label: { vi: id, en: id } });
const group = [question('name', 'person-name'), question('kind', 'choice'), question('day', 'date')];

describe('a tight group of questions', () => {
  it('opens the keyboard of the first unanswered field', () => {
    expect(firstToWrite(group, {})).toBe('name');
    expect(firstToWrite(group, { name: 'An', kind: 'a' })).toBe('day');
  });

  it('opens none when cards come first or everything is answered', () => {
    expect(firstToWrite(group, { name: 'An' })).toBeUndefined();
    expect(firstToWrite(group, { name: 'An', kind: 'a', day: '2026-01-01' })).toBeUndefined();
  });

  it('opens a lone answered field again, but not one that is said to be unknown', () => {
    const lone = [question('phone', 'phone')];
    expect(firstToWrite(lone, { phone: '0912345678' })).toBe('phone');
    expect(firstToWrite(lone, { phone: { unknown: 'none' } })).toBeUndefined();
  });

  it('«Tiếp tục» goes down the unanswered ones, each once', () => {
    expect(nextToWrite(group, { name: 'An' }, { active: 'name', visited: ['name'] })).toBe('kind');
    expect(nextToWrite(group, { name: 'An' }, { active: 'kind', visited: ['name', 'kind'] })).toBe('day');
    expect(nextToWrite(group, {}, { active: 'day', visited: ['name', 'kind', 'day'] })).toBeUndefined();
  });
});
