import { join } from 'node:path';
import { projectFolder } from './folders.ts';
import { runProgram } from './run-program.ts';

const limitMs = 2 * 60_000;

const biome = join(projectFolder, 'node_modules', '.bin', 'biome');
const parameters = ['check', '--error-on-warnings', '.', ...process.argv.slice(2)];
const outcome = await runProgram(biome, parameters, { limitMs, cwd: projectFolder, show: true });
process.exitCode = outcome.code;
