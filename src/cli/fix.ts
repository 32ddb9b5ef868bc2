import { readFileSync } from 'node:fs';
import { ConfigurationFolder } from '../pipeline/files/configuration-folder.js';
import type { Checked } from '../pipeline/lint/check-configuration.js';
import { splitMark } from '../pipeline/text/byte-order-mark.js';
import { counted } from '../pipeline/text/counted.js';
import { repaired, repairsOf, type Repair } from '../pipeline/yaml/repairs.js';
import { inert } from '../report/writers/inert.js';
import { writeOver } from './new-files.js';

interface FileRepairs {
  readonly path: string;
  readonly repairs: readonly Repair[];
  /** The text before, without its byte order mark. */
  readonly before: string;
  readonly write: (text: string) => Promise<void>;
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
export async function fix<C extends Checked>(
  check: () => C,
  { config, root }: { readonly config: string; readonly root: string | null },
  say: (line: string) => void,
): Promise<C> {
  const folder = ConfigurationFolder.of(config, root);
  let found = check();
  let repairs = 0;
  for (let round = 0; round < mostRounds; round++) {
    const files = folder === null ? [] : repairsIn(found, folder);
    if (files.length === 0) break;
    for (const { path, repairs, before, write } of files) {
      for (const repair of repairs) say(inert(inWords(path, repair)));
      await write(repaired(before, repairs));
    }
    const after = check();
    if (files.some((file) => isWorse(file, after))) {
      for (const { before, write } of files) await write(before);
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
    const { mark, rest } = splitMark(readFileSync(found.real, 'utf8'));
    const repairs = repairsOf(
      problems.filter(({ file }) => file === path),
      rest,
    );
    const write = (text: string): Promise<void> => writeOver(found.real, mark + text);
    return repairs.length === 0 ? [] : [{ path, repairs, before: rest, write }];
  });
}

function inWords(path: string, { problem, written, meant }: Repair): string {
  return `${path}:${String(problem.line)}:${String(problem.column)}  ${problem.code}  "${written}" becomes "${meant}"`;
}
