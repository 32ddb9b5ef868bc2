import { readConfiguration } from '../../pipeline/configuration.js';
import { ConfigurationError, formatProblem, severityOfProblem } from '../../pipeline/problem.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { configFormats, differenceFormats, schoolListFormats } from '../../report/config/formats.js';
import { listSchool } from '../../report/config/school-list.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { chooseFormat } from '../formats.js';
import { needsPipeline } from '../needs-pipeline.js';
import { prepareOut } from '../out.js';
import { exit, type CommandWorld } from '../streams.js';
import { unknownSchools } from '../unknown-schools.js';
import { WrongCallError } from '../wrong-call.js';

export interface ConfigOptions extends CommonOptions {
  readonly diff?: boolean;
  readonly schools?: boolean;
  readonly format?: string;
  readonly out?: string;
}

/** `pullthrough config`: what holds for a school, with the file and line that each part comes from. */
export async function config(options: ConfigOptions, world: CommandWorld): Promise<number> {
  const [school = null, ...more] = options.school;
  if (more.length > 0) throw new WrongCallError('This command takes one --school.');
  if (options.format === 'html' && (options.diff === true || options.schools === true))
    throw new WrongCallError(
      '--format html is a page of all that applies to one school, with what differs: omit --diff and --schools.',
    );
  const format = chooseFormat(options.diff === true ? differenceFormats : configFormats, options);
  needsPipeline(options.config);
  const out = await prepareOut(options.out, world);
  const reading = readOptions(options, world);
  const configuration = readConfiguration(options.config, reading);
  // What --set says differs from the base too.
  const base = readConfiguration(options.config, { ...reading, set: [] }).effective(null);
  if (options.schools === true) {
    if (school !== null || options.diff === true)
      throw new WrongCallError('--schools lists all schools: omit --school and --diff.');
    const ids = [...configuration.files.keys()].sort(byCodeUnit);
    const schools = ids.map((id) => listSchool(configuration, base, id));
    await out.write(chooseFormat(schoolListFormats, options).write(schools));
    return schools.some(({ reason }) => reason !== null) ? exit.failed : exit.done;
  }
  const { files, pipeline } = configuration;
  const database = options.database ?? world.env.PULLTHROUGH_DATABASE ?? pipeline.database;
  const unknown = await unknownSchools(options.school, files, database, pipeline);
  for (const problem of unknown) world.stderr.write(`${formatProblem(problem)}\n`);
  if (unknown.some((problem) => severityOfProblem(problem) === 'error')) return exit.failed;
  let effective;
  try {
    effective = configuration.effective(school);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    world.stderr.write(`${error.problems.map(formatProblem).join('\n')}\n`);
    return exit.failed;
  }
  await out.write(format.write({ pipeline, base, effective }));
  return exit.done;
}
