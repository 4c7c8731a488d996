import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { demoFolder, projectFolder } from './folders.ts';
import { runProgram } from './run-program.ts';
import { say } from './say.ts';

/**
 * `npm run import -- <file>… [--data <portal's folder>] [--from-revoked] [--json]`: takes carried files in at the portal. Without
 * `--data` it is PORTAL_DATA, else the portal of `npm start`.
 */
const limitMs = 6 * 60 * 60_000;

const parameters = process.argv.slice(2);
const place = parameters.indexOf('--data');
const given = place < 0 ? undefined : parameters.splice(place, 2)[1];
const data = given ?? process.env.PORTAL_DATA ?? join(demoFolder(), 'portal');

if (place >= 0 && given === undefined) {
  say('Which folder? --data <the portal’s folder>');
  process.exitCode = 2;
} else if (!existsSync(join(data, 'register.db'))) {
  say(`No portal has its data in ${data}. Name its folder with --data.`);
  process.exitCode = 2;
} else {
  const files = parameters.map((one) =>
    one.startsWith('--') ? one : resolve(process.env.INIT_CWD ?? process.cwd(), one),
  );
  const imported = await runProgram(process.execPath, [join(projectFolder, 'portal', 'import.ts'), ...files], {
    limitMs,
    cwd: projectFolder,
    show: true,
    env: { ...process.env, PORTAL_DATA: data },
  });
  process.exitCode = imported.code;
}
