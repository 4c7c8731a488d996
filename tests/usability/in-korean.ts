import rules from '../../assets/words/ko/rules.json' with { type: 'json' };
import services from '../../assets/words/ko/services.json' with { type: 'json' };
import type { Story } from '../support/known-services.ts';

const texts: Readonly<Record<string, string>> = { ...services, ...rules };

/** The story with what its service says in Korean where its English stood; what is not translated is shown in Vietnamese. */
export function inKorean(story: Story): Story {
  return { ...story, service: translated(story.service) as Story['service'] };
}

function translated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translated);
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value).map(([key, part]) => [key, translated(part)]);
  const whole = Object.fromEntries(parts) as Record<string, unknown>;
  return typeof whole.vi === 'string' && typeof whole.en === 'string'
    ? { ...whole, en: texts[whole.vi] ?? whole.vi }
    : whole;
}
