import { dirname, join, resolve } from 'node:path';
import { readForEditors, type EditedFile, type ForEditors } from '../../pipeline/editor/editor-files.js';
import { counted } from '../../pipeline/text/counted.js';
import { didYouMean } from '../../pipeline/text/did-you-mean.js';
import { commandLine } from '../../report/writers/command-line.js';
import { inertJson } from '../../report/writers/inert.js';
import { readOptions, type CommonOptions } from '../common-options.js';
import { editorFolderOf, schemaLine, writeSchemaLines, writeSchemas } from '../editor-schemas.js';
import { needsPipeline } from '../needs-pipeline.js';
import { sameOptions } from '../same-options.js';
import { exit, type CommandWorld } from '../streams.js';
import { WrongCallError } from '../wrong-call.js';

export interface SchemaOptions extends CommonOptions {
  readonly to?: string;
  readonly lines?: boolean;
}

/** `pullthrough schema`: the JSON Schemas of this pipeline's files, for editors. */
export async function schema(file: string | undefined, options: SchemaOptions, world: CommandWorld): Promise<number> {
  needsPipeline(options.config);
  const made = readForEditors(options.config, readOptions(options, world));
  if (file !== undefined) {
    if (options.to !== undefined || options.lines === true)
      throw new WrongCallError('One schema goes to standard output: omit --to and --lines.');
    world.stdout.write(schemaOf(file, made, options.config));
    return exit.done;
  }
  const folder = options.to ?? editorFolderOf(options.config);
  await writeSchemas(folder, made);
  const written = options.lines === true ? await writeSchemaLines(made.files, folder) : [];
  const places = placesOf(made.files, folder);
  world.stdout.write(
    options.json === true
      ? `${inertJson({ folder, schemas: [...made.schemas.keys()], files: places, written })}\n`
      : asText(folder, made, places, options.lines === true ? written : null),
  );
  if (made.problems.length > 0)
    world.stderr.write(
      `The rules have errors, so some names may be missing. They are listed by: ${commandLine('check', [], sameOptions(options))}\n`,
    );
  return exit.done;
}

/** The schema of a file of the configuration, or of a kind of file: `rules/contacts.yaml`, `school`. */
function schemaOf(file: string, { files, schemas }: ForEditors, config: string): string {
  const named = files.find(({ path }) => [resolve(file), resolve(dirname(config), file)].includes(resolve(path)));
  const text = schemas.get(named?.schema ?? `${file}.json`);
  if (text !== undefined) return text;
  const names = [...schemas.keys()].map((name) => name.replace(/\.json$/, ''));
  throw new WrongCallError(`No schema is that of "${file}". ${didYouMean(file, names)}`);
}

interface Place {
  readonly file: string;
  readonly line: string;
}

/** Each file with its line; files of a folder that have the same line are one entry. */
function placesOf(files: readonly EditedFile[], folder: string): Place[] {
  const places = files.map((file) => {
    const isAlone = file.part === 'pipeline' || file.part === 'rules' || file.part === 'conditions';
    return { file: isAlone ? file.path : join(dirname(file.path), '*.yaml'), line: schemaLine(file, folder) };
  });
  return [...new Map(places.map((place) => [place.file, place])).values()];
}

function asText(
  folder: string,
  { schemas }: ForEditors,
  places: readonly Place[],
  written: readonly string[] | null,
): string {
  const width = Math.max(...places.map(({ file }) => file.length));
  const head = `Written: ${counted(schemas.size, 'schema', 'schemas')} in ${folder}\n`;
  const again = "Run it again after a change of the pipeline or of a rule's name: check says when.\n";
  if (written !== null)
    return `${head}${written.map((path) => `Written: ${path}\n`).join('')}${written.length === 0 ? 'Each file names its schema already.\n' : ''}${again}`;
  const lines = places.map(({ file, line }) => `  ${file.padEnd(width)}  ${line}\n`).join('');
  return `${head}An editor finds them by the first line of each file, which pullthrough schema --lines writes:\n${lines}${again}`;
}
