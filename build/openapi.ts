import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './folders.ts';
import { openApiDocument } from './openapi-document.ts';
import { say } from './say.ts';

/* Writes shared/portal-contract/openapi.json from routes, schemas and problems. `tests/contracts/portal-openapi.test.ts` fails when it drifts. */
const file = join(projectFolder, 'shared', 'portal-contract', 'openapi.json');
await writeFile(file, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
spawnSync(join(projectFolder, 'node_modules', '.bin', 'biome'), ['format', '--write', file], { stdio: 'ignore' });
say(`Wrote ${file}`);
