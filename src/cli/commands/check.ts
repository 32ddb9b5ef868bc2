import { mayBeThere } from '../../pipeline/database-url.js';
import { oldSchemas } from '../../pipeline/editor/old-schemas.js';
import { checkConfiguration, type CheckedConfiguration } from '../../pipeline/lint/check-configuration.js';
import { readConfiguration } from '../../pipeline/configuration.js';
import { ConfigurationError, inOrder } from '../../pipeline/problem.js';
import { checkFormats } from '../../report/check/formats.js';
import { commandLine } from '../../report/writers/command-line.js';
import { countErrors } from '../../report/check/problem-words.js';
import { chooseFormat } from '../formats.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { fix } from '../fix.js';
import { prepareOut } from '../out.js';
import { sameOptions } from '../same-options.js';
import { needsPipeline } from '../needs-pipeline.js';
import { exit, type CommandWorld } from '../streams.js';
import { tellPassedOver } from '../tell-passed-over.js';
import { unknownSchools } from '../unknown-schools.js';
import { WrongCallError } from '../wrong-call.js';

export interface CheckOptions extends CommonOptions {
  readonly format?: string;
  readonly out?: string;
  readonly against?: readonly string[];
  /** Corrects names that can only be meant in one way. */
  readonly fix?: boolean;
  readonly watch?: boolean;
}

/** `pullthrough check`: is the configuration right? Every problem of every file, with what to do. */
export async function check(options: CheckOptions, world: CommandWorld): Promise<number> {
  const answer = () => answerTo(options, world);
  if (options.watch !== true) return answer();
  if (options.fix === true) throw new WrongCallError('--watch and --fix exclude each other.');
  const { watching } = await import('../watch/watching.js');
  return watching(options, world, answer);
}

async function answerTo(options: CheckOptions, world: CommandWorld): Promise<number> {
  const format = chooseFormat(checkFormats, options);
  needsPipeline(options.config);
  const out = await prepareOut(options.out, world);
  const database = options.database ?? world.env.PULLTHROUGH_DATABASE;
  const reading = readOptions(options, world);
  const read = (): CheckedConfiguration => checkConfiguration(options.config, reading, options.school);
  const found =
    options.fix === true
      ? await fix(read, { config: options.config, root: reading.root ?? null }, (line) =>
          world.stderr.write(`${line}\n`),
        )
      : read();
  const known = await knowingSchools(await knowingTables(found, database), options.school, database);
  const checked = await comparedWithExtracts(await knowingColumns(known, database, world), options, world);
  if (checked === null) return exit.interrupted;
  await out.write(format.write(withCommands(checked, options)));
  return countErrors(checked.problems) > 0 ? exit.failed : exit.done;
}

function withCommands(checked: CheckedConfiguration, options: CheckOptions): CheckedConfiguration {
  const hint = `Write them anew: ${commandLine('schema', [], sameOptions(options))}`;
  return {
    ...checked,
    problems: checked.problems.map((problem) => (problem.code === oldSchemas ? { ...problem, hint } : problem)),
  };
}

/** With extracts, also what their records say of the values in rules; null if it was interrupted. */
async function comparedWithExtracts(
  checked: CheckedConfiguration,
  options: CheckOptions,
  world: CommandWorld,
): Promise<CheckedConfiguration | null> {
  if (options.against === undefined) return checked;
  const [{ findAllInputs }, { absentValues }] = await Promise.all([
    import('../find-inputs.js'),
    import('../../report/check/absent-values.js'),
  ]);
  try {
    const configuration = readConfiguration(options.config, readOptions(options, world));
    const inputs = await findAllInputs(options.against, configuration.pipeline, options, world, tellPassedOver(world));
    const problems = await absentValues(configuration, inputs, options.school, checked.problems, world);
    return problems === null ? null : { ...checked, problems: inOrder(problems) };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    world.stderr.write('The extracts were not looked through: correct the errors of the configuration first.\n');
    return checked;
  }
}

/** Without this, a school that is misspelt would have no problems. */
async function knowingSchools(
  checked: CheckedConfiguration,
  asked: readonly string[],
  database: string | undefined,
): Promise<CheckedConfiguration> {
  const { pipeline, ownFiles, problems } = checked;
  if (pipeline === null || asked.every((school) => ownFiles.has(school))) return checked;
  const unknown = await unknownSchools(asked, ownFiles, database ?? pipeline.database, pipeline);
  return { ...checked, problems: inOrder([...problems, ...unknown]) };
}

/** What fields that came and went do to the database. If the pipeline has errors, a field may be missing because of them. */
async function knowingColumns(
  checked: CheckedConfiguration,
  database: string | undefined,
  world: CommandWorld,
): Promise<CheckedConfiguration> {
  const { pipeline, problems } = checked;
  if (pipeline === null || countErrors(problems.filter(({ file }) => file === pipeline.file)) > 0) return checked;
  const url = database ?? pipeline.database;
  if (!mayBeThere(url)) return checked;
  const [{ columnsIn }, { columnProblems }] = await Promise.all([
    import('../../load/database.js'),
    import('../../report/check/column-problems.js'),
  ]);
  const asked = await columnsIn(url, pipeline);
  if (asked.notAsked !== null)
    world.stderr.write(`What new and removed fields do to the database was not asked. ${asked.notAsked}\n`);
  return { ...checked, problems: inOrder([...problems, ...columnProblems(asked, pipeline)]) };
}

/** A table or column that exists keeps its name, so an error about it is a warning if the database has it. */
async function knowingTables(
  checked: CheckedConfiguration,
  database: string | undefined,
): Promise<CheckedConfiguration> {
  const { pipeline, problems } = checked;
  if (pipeline === null || pipeline.unfitNames.length === 0) return checked;
  const [{ standingIn }, { standing }] = await Promise.all([
    import('../../load/database.js'),
    import('../../load/tables/standing-names.js'),
  ]);
  const stand = await standingIn(database ?? pipeline.database, pipeline);
  const told = new Map([...stand].map((name) => [name.problem, standing(name)]));
  return { ...checked, problems: problems.map((problem) => told.get(problem) ?? problem) };
}
