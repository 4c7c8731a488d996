import { pressKey, startTyping, type TypingOptions } from '../../shared/vietnamese/typing.ts';
import { type Spread, spreadOf } from './spread.ts';

export interface KeySpeed {
  /** One key of a resident's sentence, by method. */
  readonly telex: Spread;
  readonly vni: Spread;
  readonly direct: Spread;
  /** One key where a key costs most: syllables run together without a break, behind a text of twenty thousand letters. */
  readonly worst: Spread;
}

const sentences = {
  telex: 'Nhaf vawn hosa khu daan cuw ddosng cuwra thuwowfng xuyeen, Nguyeenx Thij Huowngf ',
  vni: 'Nha2 va8n ho1a khu da6n cu7 d9o1ng cu73a thu7o72ng xuye6n, Nguye6n4 Thi5 Huong72 ',
  direct: 'Nha<HUYEN> văn ho<SAC>a khu dân cư đo<SAC>ng cư<HOI>a, Nguyên<NGA> Thi<NANG> Hương<HUYEN> ',
} as const;

/** Times `pressKey` alone, which is all that stands between a key and the text to show. */
export function measureKeys({ rounds }: { readonly rounds: number }): KeySpeed {
  const spread = (method: TypingOptions['method'], keys: string, before = '') =>
    spreadOf(timesOf(keys, { method }, before, rounds));
  return {
    telex: spread('telex', sentences.telex),
    vni: spread('vni', sentences.vni),
    direct: spread('direct', sentences.direct),
    worst: spread('telex', 'nghieengjhoafkuywdd<BS><BS><BS> '.repeat(2), 'a b '.repeat(5000)),
  };
}

function timesOf(keys: string, options: TypingOptions, before: string, rounds: number): number[] {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let state = startTyping(before);
    for (const key of keys.match(/<[A-Z]+>|[\s\S]/gu) ?? []) {
      const started = performance.now();
      state = pressKey(state, key, options);
      times.push(performance.now() - started);
    }
  }
  return times;
}
