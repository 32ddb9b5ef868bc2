import { existsSync, statSync } from 'node:fs';
import { testFormats } from '../../testing/report/formats.js';
import { runCases, type CasesRun } from '../../testing/run-cases.js';
import { isFailed } from '../../testing/report/case-text.js';
import { inOrder, type Problem } from '../../pipeline/problem.js';
import { caseFiles, readCases } from '../../pipeline/cases/read-cases.js';
import { readShared } from '../../pipeline/read-shared.js';
import { chooseFormat } from '../formats.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { prepareOut } from '../out.js';
import { needsPipeline } from '../needs-pipeline.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

export interface TestOptions extends CommonOptions {
  readonly format?: string;
  readonly out?: string;
  readonly watch?: boolean;
  readonly name?: string;
  readonly verbose?: boolean;
  readonly coverage?: boolean;
  readonly threshold?: string;
  readonly mutate?: boolean;
}

/** `pullthrough test`: do the rules do what their authors' cases say? */
export async function test(paths: readonly string[], options: TestOptions, world: CommandWorld): Promise<number> {
  const answer = () => answerTo(paths, options, world);
  if (options.watch !== true) return answer();
  const { watching } = await import('../watch/watching.js');
  return watching(options, world, answer);
}

async function answerTo(paths: readonly string[], options: TestOptions, world: CommandWorld): Promise<number> {
  const format = chooseFormat(testFormats, options);
  const threshold = readThreshold(options.threshold);
  needsPipeline(options.config);
  for (const path of paths)
    if (!existsSync(path) || !statSync(path).isFile()) throw new WrongCallError(`There is no file ${path}.`);
  const out = await prepareOut(options.out, world);
  const problems: Problem[] = [];
  const shared = readShared(options.config, readOptions(options, world), problems);
  const files = shared === null || paths.length > 0 ? paths : caseFiles(shared.files);
  if (shared !== null && paths.length === 0)
    problems.push(...shared.files.unread.flatMap(({ concerns, problem }) => (concerns === 'cases' ? [problem] : [])));
  const read = shared === null ? null : readCases(shared, files, options.date ?? null, problems);
  if (shared === null || read === null || problems.length > 0) {
    await out.write(format.refuse({ problems: inOrder(problems), files: files.length }));
    return exit.failed;
  }
  const cases = read.cases.filter(
    ({ name, school }) =>
      name.toLowerCase().includes((options.name ?? '').toLowerCase()) &&
      (options.school.length === 0 || (school !== null && options.school.includes(school))),
  );
  if (cases.length === 0) throw new WrongCallError('There are no such cases.');
  const done = progressOn(world);
  const run = await runCases(shared.pipeline, cases, read.rules, options.mutate === true ? done : null);
  await out.write(format.write({ run, verbose: options.verbose === true, coverage: options.coverage === true }));
  return isGood(run, threshold, world) ? exit.done : exit.failed;
}

function readThreshold(text: string | undefined): number {
  const threshold = Number(text ?? 0);
  if (text?.trim() !== '' && threshold >= 0 && threshold <= 100) return threshold;
  throw new WrongCallError(`--threshold ${String(text)} is not a number from 0 to 100.`);
}

/** On a terminal, how far the changes are: one line, which the next one replaces. */
function progressOn({ exactly: { stderr } }: CommandWorld): (done: number, of: number) => void {
  return (done, of) => {
    if (stderr.isTTY !== true) return;
    stderr.write(done < of ? `\r\u001b[2K  change ${String(done)} of ${String(of)} …` : '\r\u001b[2K');
  };
}

function isGood({ results, coverage, mutants }: CasesRun, threshold: number, world: CommandWorld): boolean {
  const isEnough = coverage.percent >= threshold;
  if (!isEnough)
    world.stderr.write(
      `${coverage.percent.toFixed(1)} % of rules and conditions are decided both ways, less than ${String(threshold)} % (--coverage names the others).\n`,
    );
  return isEnough && !results.some(isFailed) && (mutants?.unnoticed.length ?? 0) === 0;
}
