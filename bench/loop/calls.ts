import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeSchools } from '../generate-school.js';
import { root, shippedPipeline } from '../places.js';
import { writeSchoolFiles } from './school-files.js';

/** A command that a person who works on rules types and waits for, or the one to compare all of them with. */
export interface Call {
  readonly name: string;
  readonly args: readonly string[];
  /** Prepares it, untimed. */
  readonly before?: () => void;
}

export interface LoopSize {
  readonly students: number;
  readonly schools: number;
}

export const parsing = 'parsing the files of all schools';
export const checking = 'pullthrough check of all schools';

/**
 * All commands, `node` itself first, over the shipped files and a school of this many students; the last two over so
 * many schools that have a file of their own.
 */
export function makeCalls(folder: string, { students, schools }: LoopSize): Call[] {
  const school = join(folder, 'school.json');
  writeSchools(school, [{ id: '1', students, seed: 1 }]);
  const database = join(folder, 'run.db');
  const pullthrough = (name: string, ...args: string[]): Call => ({
    name: `pullthrough ${name}`,
    args: [join(root, 'dist/src/cli/bin.js'), name, ...args],
  });
  const config = ['--config', shippedPipeline];
  const many = writeSchoolFiles(join(folder, 'many'), schools);
  return [
    { name: 'node -e 0', args: ['-e', '0'] },
    pullthrough('--help'),
    pullthrough('check', ...config),
    pullthrough('test', ...config),
    pullthrough('explain', 'student', '1001', school, ...config),
    {
      ...pullthrough('run', join(root, 'examples/oakfield.json'), '--database', `sqlite:${database}`, ...config),
      before: () => ['', '-wal', '-shm'].forEach((suffix) => rmSync(database + suffix, { force: true })),
    },
    { name: parsing, args: [join(root, 'dist/bench/loop/parse-files.js'), many.files] },
    { ...pullthrough('check', '--config', many.pipeline), name: checking },
  ];
}
