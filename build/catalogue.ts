import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCatalogue } from '../shared/catalogue/read-catalogue.ts';
import { formProblems, readForms } from '../shared/catalogue/read-forms.ts';
import { exampleProblems } from '../shared/form/example-answers.ts';
import { communePlaces, hanoiPlaces, provincePlaces } from '../shared/places/place-index.ts';
import { CountryData, HanoiData } from '../shared/places/units-data.ts';
import { HolidayData, workingCalendar } from '../shared/places/working-days.ts';
import { packContentCommand, stampContentCommand } from './content-bundle.ts';
import { projectFolder } from './folders.ts';
import { importGuidesCommand } from './import-guides.ts';
import { say } from './say.ts';

/**
 * `npm run catalogue [-- folder]`: reads every service file as the kiosk does and plays its worked examples. One plain line
 * per finding; exit code 1 when there is one. `import`, `pack` and `stamp` are other errands: `import-guides.ts`, `content-bundle.ts`.
 */
if (process.argv[2] === 'import') process.exit(await importGuidesCommand());
if (process.argv[2] === 'pack') process.exit(await packContentCommand());
if (process.argv[2] === 'stamp') process.exit(stampContentCommand());
const folder = process.argv[2] ?? join(projectFolder, 'assets', 'catalogue');
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const unreadable: string[] = [];
const files = Object.fromEntries(names.flatMap((name) => readJson(name)));
const { services, problems } = readCatalogue(files);
const formsFolder = join(projectFolder, 'assets', 'forms');
const layouts = readForms(Object.fromEntries(readdirSync(formsFolder).flatMap((name) => readJson(name, formsFolder))));
const formFindings = [...layouts.problems, ...services.flatMap((service) => formProblems(service, layouts.forms))];

const places = [
  hanoiPlaces(HanoiData.parse(unitFile('hanoi'))),
  communePlaces(CountryData.parse(unitFile('country'))),
  provincePlaces(CountryData.parse(unitFile('country'))),
];
const world = {
  places: { units: places.flatMap(({ units }) => units), entries: places.flatMap(({ entries }) => entries) },
  calendar: workingCalendar(HolidayData.parse(unitFile('holidays'))),
  // A commune with no part in any example: an example that says its receiver must not lean on where the kiosk stands.
  kioskWard: '00004',
};
const exampleFindings = services.flatMap((service) =>
  service.examples.flatMap((example) =>
    exampleProblems(service, example, world).map((problem) => `${service.id}, example ${example.id}: ${problem}`),
  ),
);

for (const { id, version, examples } of services) say(`${id} ${version}: ${examples.length} worked examples`);
const findings = [...unreadable, ...problems, ...formFindings, ...exampleFindings];
for (const finding of findings) say(`  ! ${finding}`);
say(
  findings.length === 0
    ? `${services.length} services, ${layouts.forms.size} official forms, nothing wrong`
    : `${findings.length} findings`,
);
process.exitCode = findings.length === 0 && services.length > 0 ? 0 : 1;

function readJson(name: string, from = folder): [string, unknown][] {
  try {
    return [[name, JSON.parse(readFileSync(join(from, name), 'utf8'))]];
  } catch {
    unreadable.push(`${name} is not JSON`);
    return [];
  }
}

function unitFile(name: string): unknown {
  return JSON.parse(readFileSync(join(projectFolder, 'assets', 'units', `${name}.json`), 'utf8'));
}
