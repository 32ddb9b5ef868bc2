import { constants, copyFile, readdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultsFile } from '../../pipeline/files/configuration-files.js';
import { isFileStem, schoolOfFile } from '../../pipeline/files/school-file.js';
import { defaultsStart, schoolStart, testStart } from '../../report/init/start-files.js';
import { didYouMean } from '../../pipeline/text/did-you-mean.js';
import { prepare, readOptions, type CommonOptions } from '../common-options.js';
import { prepareEditors } from '../editor-schemas.js';
import { refuseStanding, thereAlready, writeNew } from '../new-files.js';
import { initFromSample } from './init-from-sample.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';
import { inertJson } from '../../report/writers/inert.js';

const startFolder = fileURLToPath(new URL('../../../../examples/start', import.meta.url));
const starts = ['school', 'test', 'pipeline'] as const;

export interface InitOptions extends CommonOptions {
  /** A sample to guess a pipeline from; for a test, the kind of the record to make a case of. */
  readonly from?: string;
}

/** `pullthrough init`: writes a commented start, and never over what is there. */
export async function init(
  what: string,
  [name, ...more]: readonly string[],
  options: InitOptions,
  world: CommandWorld,
): Promise<number> {
  const found = starts.find((start) => start === what);
  if (found === undefined) throw new WrongCallError(`There is no start "${what}". ${didYouMean(what, starts)}`);
  if (options.from !== undefined && found === 'test') {
    const { initFromRecord } = await import('./init-from-record.js');
    return initFromRecord(options.from, name === undefined ? [] : [name, ...more], options, world);
  }
  if (more.length > 0) throw new WrongCallError(`init ${what} takes one name, and no ${more.join(' ')}.`);
  if (options.from !== undefined && found !== 'pipeline')
    throw new WrongCallError('--from belongs to init pipeline and init test.');
  if (options.from !== undefined) return initFromSample(name ?? '.', options.from, options, world);
  const written =
    found === 'pipeline' ? await startPipeline(name ?? '.') : await startFile(found, name, options, world);
  const config = found === 'pipeline' ? join(name ?? '.', 'pipeline.yaml') : options.config;
  const schemas = await prepareEditors(config, readOptions(options, world), written);
  world.stdout.write(
    options.json === true
      ? `${inertJson({ written, schemas })}\n`
      : `${written.map((path) => `Written: ${path}\n`).join('')}Written: ${schemas}, for editors\n`,
  );
  return exit.done;
}

async function startFile(
  what: 'school' | 'test',
  name: string | undefined,
  options: CommonOptions,
  world: CommandWorld,
): Promise<string[]> {
  if (name === undefined || name === '') throw new WrongCallError(`Say which: init ${what} NAME.`);
  if (!isFileStem(name)) {
    const encoded = what === 'school' ? encodeURIComponent(name).replaceAll('*', '%2A').replace(/^\./, '%2E') : '';
    const hint =
      what === 'school' ? `If that is the school's id: init school ${encoded}` : 'Letters, digits and - are safe';
    throw new WrongCallError(`"${name}" cannot be the name of a file. ${hint}.`);
  }
  const { configuration } = prepare(options, world);
  const { pipeline } = configuration;
  const rules = configuration.effective(null).rules.map(({ rule }) => rule);
  const folder = join(dirname(options.config), 'rules', what === 'school' ? 'schools' : 'tests');
  const path = join(folder, `${name}.yaml`);
  const school = what === 'school' ? schoolOfFile(`${name}.yaml`) : null;
  // Another would be the school's second file, and neither of them would count.
  const there = school === null ? undefined : configuration.files.get(school);
  if (there !== undefined) throw thereAlready(there);
  const start = school === null ? testStart(pipeline, rules) : schoolStart(school, pipeline, rules);
  await writeNew(path, () => writeFile(path, start, { flag: 'wx' }));
  const defaults = join(folder, defaultsFile);
  if (what === 'school' || (await stat(defaults).catch(() => null)) !== null) return [path];
  await writeNew(defaults, () => writeFile(defaults, defaultsStart(pipeline, configuration.today), { flag: 'wx' }));
  return [path, defaults];
}

async function startPipeline(folder: string): Promise<string[]> {
  const names = await filesIn(startFolder);
  const paths = names.map((name) => join(folder, name));
  await refuseStanding(paths);
  for (const [index, path] of paths.entries()) {
    await writeNew(path, () => copyFile(join(startFolder, names[index]), path, constants.COPYFILE_EXCL));
  }
  return paths;
}

async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).sort();
  const isFile = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).isFile()));
  return names.filter((_, index) => isFile[index]);
}
