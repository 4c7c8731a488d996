import { type ParseArgsConfig, parseArgs } from 'node:util';
import { say } from './say.ts';

/** The options a command was called with. What it does not know ends it (2) with a sentence that names what there is. */
export function commandOptions<const Config extends ParseArgsConfig>(
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')))
      throw error;
    say(`${error.message.split('. ')[0]}.`);
    const known = Object.entries(config.options ?? {}).map(([name, { type }]) =>
      type === 'boolean' ? `--${name}` : `--${name} <…>`,
    );
    say(`There are ${known.join(', ')}.`);
    return process.exit(2);
  }
}
