import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { giveToWindowUser } from '../../build/unprivileged.ts';

/**
 * `lp` and `lpstat` of a printer as a kiosk's CUPS is set up (no job is kept once it is printed): the job lies in the spool while
 * it prints and then is paper. The paper lies outside everything that is searched: the resident takes it along.
 */
export interface PretendedPrinter {
  /** Goes before PATH. */
  readonly programs: string;
  /** Slips printed so far, as PDF, oldest first. */
  readonly papers: () => Buffer[];
}

export function pretendPrinter(folders: { programs: string; spool: string; paper: string }): PretendedPrinter {
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true });
  const { programs, spool, paper } = folders;
  write(join(programs, 'lpstat'), 'echo "system default destination: slips"');
  write(
    join(programs, 'lp'),
    `job="d$(date +%s%N)"; cat > "${spool}/$job" || exit 1; sleep 0.1; cp "${spool}/$job" "${paper}/$job.pdf" && rm "${spool}/$job"`,
  );
  for (const folder of [spool, paper]) giveToWindowUser(folder);
  return {
    programs,
    papers: () =>
      readdirSync(paper)
        .sort()
        .map((name) => readFileSync(join(paper, name))),
  };
}

function write(path: string, line: string): void {
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
}
