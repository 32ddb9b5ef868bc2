import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { configurationTexts, type ConfigurationText } from '../../pipeline/files/configuration-texts.js';
import { ConfigurationError, formatProblem, type Problem } from '../../pipeline/problem.js';
import { counted } from '../../pipeline/text/counted.js';
import { formatYaml } from '../../pipeline/yaml/format-yaml.js';
import { YamlFile } from '../../pipeline/yaml/yaml-file.js';
import { inert, inertJson } from '../../report/writers/inert.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { writeOver } from '../new-files.js';
import { needsPipeline } from '../needs-pipeline.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

export interface FmtOptions extends CommonOptions {
  /** Write nothing: only say which files would change. */
  readonly check?: boolean;
}

/** `pullthrough fmt`: formats the YAML files of the configuration; comments stay, and what the files mean. */
export async function fmt(names: readonly string[], options: FmtOptions, world: CommandWorld): Promise<number> {
  needsPipeline(options.config);
  const problems: Problem[] = [];
  const files = chosen(configurationTexts(options.config, readOptions(options, world), problems), names, problems);
  const faults: Problem[] = [];
  const changed: string[] = [];
  for (const file of files) {
    const formatted = await formattedText(file, faults);
    if (formatted === null) continue;
    changed.push(file.path);
    if (options.check !== true) await writeOver(file.real, formatted);
  }
  for (const problem of faults) world.stderr.write(inert(`${formatProblem(problem)}\n`));
  const unread = [...new Set(faults.map(({ file }) => file))];
  if (options.json === true) world.stdout.write(`${inertJson({ changed, unread, files: files.length })}\n`);
  else world.stdout.write(inert(inWords({ changed, unread, files: files.length, isCheck: options.check === true })));
  return unread.length > 0 || (options.check === true && changed.length > 0) ? exit.failed : exit.done;
}

/** @throws ConfigurationError if nobody can say which files there are */
function chosen(
  files: readonly ConfigurationText[] | null,
  names: readonly string[],
  problems: readonly Problem[],
): readonly ConfigurationText[] {
  if (files === null) throw new ConfigurationError(problems);
  if (names.length === 0) return files;
  return names.map((name) => {
    const file = files.find(({ path }) => resolve(path) === resolve(name));
    if (file !== undefined) return file;
    throw new WrongCallError(`${name} is no file of this configuration. ${counted(files.length, 'file')} are.`);
  });
}

/** @returns null if it is formatted already, or cannot be read as YAML, which is noted */
async function formattedText({ path, real }: ConfigurationText, faults: Problem[]): Promise<string | null> {
  const before = faults.length;
  new YamlFile(path, faults, real, true);
  if (faults.length > before) return null;
  const text = await readFile(real, 'utf8');
  const formatted = await formatYaml(text);
  return formatted === text ? null : formatted;
}

function inWords(said: {
  readonly changed: readonly string[];
  readonly unread: readonly string[];
  readonly files: number;
  readonly isCheck: boolean;
}): string {
  const { changed, unread, files, isCheck } = said;
  const lines = changed.map((path) => `${isCheck ? 'Not formatted' : 'Formatted'}: ${path}\n`);
  const rest =
    unread.length === 0 ? '' : ` ${counted(unread.length, 'file')} cannot be read as YAML, and stay as they are.`;
  const what = isCheck ? 'would change; `npx pullthrough fmt` writes them' : 'changed';
  const sum =
    changed.length === 0
      ? `${counted(files, 'file')}: none ${isCheck ? 'would change' : 'changed'}.`
      : `${String(changed.length)} of ${counted(files, 'file')} ${what}.`;
  return `${lines.join('')}${sum}${rest}\n`;
}
