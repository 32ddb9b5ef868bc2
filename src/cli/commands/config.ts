import { readConfiguration } from '../../pipeline/configuration.js';
import { ConfigurationError, formatProblem, severityOfProblem } from '../../pipeline/problem.js';
import { byCodeUnit } from '../../pipeline/text/text.js';
import { configurationAsText, deviationsAsText } from '../../report/config/text.js';
import { configurationAsJson, deviations, deviationsAsJson } from '../../report/config/view.js';
import { listSchool, schoolListAsText } from '../../report/config/school-list.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { needsPipeline } from '../needs-pipeline.js';
import { exit, type CommandWorld } from '../streams.js';
import { unknownSchools } from '../unknown-schools.js';
import { WrongCallError } from '../wrong-call.js';
import { inertJson } from '../../report/writers/inert.js';

export interface ConfigOptions extends CommonOptions {
  readonly diff?: boolean;
  readonly schools?: boolean;
}

/** `pullthrough config`: what holds for a school, with the file and line that each part comes from. */
export async function config(options: ConfigOptions, world: CommandWorld): Promise<number> {
  const [school = null, ...more] = options.school;
  if (more.length > 0) throw new WrongCallError('This command takes one --school.');
  needsPipeline(options.config);
  const reading = readOptions(options, world);
  const configuration = readConfiguration(options.config, reading);
  // What --set says differs from the base too.
  const base = readConfiguration(options.config, { ...reading, set: [] }).effective(null);
  const print = (json: object, text: string): void => {
    world.stdout.write(options.json === true ? `${inertJson(json)}\n` : text);
  };
  if (options.schools === true) {
    if (school !== null || options.diff === true)
      throw new WrongCallError('--schools lists all schools: omit --school and --diff.');
    const ids = [...configuration.files.keys()].sort(byCodeUnit);
    const schools = ids.map((id) => listSchool(configuration, base, id));
    print({ schools }, schoolListAsText(schools));
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
  if (options.diff === true) {
    const all = deviations(base, effective);
    print(deviationsAsJson(effective, all, pipeline), deviationsAsText(effective, all, pipeline));
  } else print(configurationAsJson(effective, pipeline), configurationAsText(effective, pipeline));
  return exit.done;
}
