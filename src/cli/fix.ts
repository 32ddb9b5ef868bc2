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
  const refused = new Set<string>();
  for (let round = 0; round < mostRounds; round++) {
    const files = folder === null ? [] : repairsIn(found, folder, refused);
    if (files.length === 0) break;
    for (const { path, repairs, before, write } of files) {
      for (const repair of repairs) say(inert(inWords(path, repair)));
      await write(repaired(before, repairs));
    }
    const after = check();
    if (files.some((file) => isWorse(file, after))) {
      for (const { before, write } of files) await write(before);
      say('These are taken back: they would leave an error where they are.');
      // The others of the round are tried without those that are to blame.
      const blamed = files.flatMap(({ path, repairs: all }) => stillWrong(path, all, after));
      if (blamed.length === 0) break;
      for (const one of blamed) refused.add(one);
      continue;
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
function isWorse({ path, repairs }: FileRepairs, after: Checked): boolean {
  const isBroken = after.problems.some(({ file, code }) => file === path && code === 'yaml-syntax');
  return isBroken || stillWrong(path, repairs, after).length > 0;
}

/** The repairs, in words, whose places have the same error still, or a key that is there twice now. */
function stillWrong(path: string, repairs: readonly Repair[], { problems }: Checked): string[] {
  const own = problems.filter(({ file }) => file === path);
  return repairs
    .filter(({ problem: was }) =>
      own.some(
        ({ code, line, column }) =>
          [was.code, 'yaml-syntax'].includes(code) && was.line === line && was.column === column,
      ),
    )
    .map((repair) => inWords(path, repair));
}

function repairsIn({ problems }: Checked, folder: ConfigurationFolder, refused: ReadonlySet<string>): FileRepairs[] {
  return [...new Set(problems.map(({ file }) => file))].flatMap((path): FileRepairs[] => {
    const found = folder.find(path);
    if (found.type !== 'file') return [];
    const { mark, rest } = splitMark(readFileSync(found.real, 'utf8'));
    const repairs = repairsOf(
      problems.filter(({ file }) => file === path),
      rest,
    ).filter((repair) => !refused.has(inWords(path, repair)));
    const write = (text: string): Promise<void> => writeOver(found.real, mark + text);
    return repairs.length === 0 ? [] : [{ path, repairs, before: rest, write }];
  });
}

function inWords(path: string, { problem, written, meant }: Repair): string {
  return `${path}:${String(problem.line)}:${String(problem.column)}  ${problem.code}  "${written}" becomes "${meant}"`;
}
