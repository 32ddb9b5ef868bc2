import { ConfigurationFolder } from '../pipeline/files/configuration-folder.js';
import type { Checked } from '../pipeline/lint/check-configuration.js';
import { counted } from '../pipeline/text/counted.js';
import { openText, repaired, repairsOf, type Repair } from '../pipeline/yaml/repairs.js';
import { inert } from '../report/writers/inert.js';

interface FileRepairs {
  readonly path: string;
  readonly repairs: readonly Repair[];
  readonly before: string;
  readonly write: (text: string) => void;
}

/** One name may hide others: a kind its fields, the pipeline all rules. */
const mostRounds = 10;

/**
 * Corrects misspelt names, round by round, because one may hide others. A round that leaves an error where it
 * corrected something is taken back.
 * @param check reads the configuration anew
 * @param say is given each repair before it is written
 * @returns what is wrong after that
 */
export function fix<C extends Checked>(
  check: () => C,
  { config, root }: { readonly config: string; readonly root: string | null },
  say: (line: string) => void,
): C {
  const folder = ConfigurationFolder.of(config, root);
  let found = check();
  let repairs = 0;
  for (let round = 0; round < mostRounds; round++) {
    const files = folder === null ? [] : repairsIn(found, folder);
    if (files.length === 0) break;
    for (const { path, repairs, before, write } of files) {
      for (const repair of repairs) say(inert(inWords(path, repair)));
      write(repaired(before, repairs));
    }
    const after = check();
    if (files.some((file) => isWorse(file, after))) {
      for (const { before, write } of files) write(before);
      say('These are taken back: they would leave an error where they are.');
      break;
    }
    repairs += files.reduce((sum, file) => sum + file.repairs.length, 0);
    found = after;
  }
  say(
    repairs === 0
      ? 'Nothing is corrected: no name can only be meant in one way.'
      : `${counted(repairs, 'name')} corrected.`,
  );
  return found;
}

/** Whether a corrected place is still wrong, or a key is there twice now. */
function isWorse({ path, repairs }: FileRepairs, { problems }: Checked): boolean {
  const own = problems.filter(({ file }) => file === path);
  return own.some(
    ({ code, line, column }) =>
      code === 'yaml-syntax' ||
      repairs.some(({ problem: was }) => was.code === code && was.line === line && was.column === column),
  );
}

function repairsIn({ problems }: Checked, folder: ConfigurationFolder): FileRepairs[] {
  return [...new Set(problems.map(({ file }) => file))].flatMap((path): FileRepairs[] => {
    const found = folder.find(path);
    if (found.type !== 'file') return [];
    const { text, write } = openText(found.real);
    const repairs = repairsOf(
      problems.filter(({ file }) => file === path),
      text,
    );
    return repairs.length === 0 ? [] : [{ path, repairs, before: text, write }];
  });
}

function inWords(path: string, { problem, written, meant }: Repair): string {
  return `${path}:${String(problem.line)}:${String(problem.column)}  ${problem.code}  "${written}" becomes "${meant}"`;
}
