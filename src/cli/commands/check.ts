import { checkConfiguration, type CheckedConfiguration } from '../../pipeline/lint/check-configuration.js';
import { inOrder } from '../../pipeline/problem.js';
import { checkFormats } from '../../report/check/formats.js';
import { countErrors } from '../../report/check/problem-words.js';
import { chooseFormat } from '../formats.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { prepareOut } from '../out.js';
import { needsPipeline } from '../needs-pipeline.js';
import { exit, type CommandWorld } from '../streams.js';
import { unknownSchools } from '../unknown-schools.js';

export interface CheckOptions extends CommonOptions {
  readonly format?: string;
  readonly out?: string;
}

/** `pullthrough check`: is the configuration right? Every problem of every file, with what to do. */
export async function check(options: CheckOptions, world: CommandWorld): Promise<number> {
  const format = chooseFormat(checkFormats, options);
  needsPipeline(options.config);
  const out = await prepareOut(options.out, world);
  const database = options.database ?? world.env.PULLTHROUGH_DATABASE;
  const found = checkConfiguration(options.config, readOptions(options, world), options.school);
  const checked = await knowingSchools(await knowingTables(found, database), options.school, database);
  await out.write(format.write(checked));
  return countErrors(checked.problems) > 0 ? exit.failed : exit.done;
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
