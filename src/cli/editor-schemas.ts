import { realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ReadOptions } from '../pipeline/configuration.js';
import { editorFolder, readForEditors, type EditedFile, type ForEditors } from '../pipeline/editor/editor-files.js';
import { splitMark } from '../pipeline/text/byte-order-mark.js';
import { writeOver } from './new-files.js';

/** Where schemas are written if nobody says where. @param config the path of the pipeline */
export function editorFolderOf(config: string): string {
  return join(dirname(config), editorFolder);
}

/** Writes the schemas, over those that are there. @throws WrongCallError if one cannot be written */
export async function writeSchemas(folder: string, { schemas }: Pick<ForEditors, 'schemas'>): Promise<void> {
  for (const [name, text] of schemas) await writeOver(join(folder, name), text);
}

/**
 * Writes the schemas of a configuration, and into new files the lines that name theirs.
 * @returns the folder of the schemas
 */
export async function prepareEditors(config: string, reading: ReadOptions, paths: readonly string[]): Promise<string> {
  const made = readForEditors(config, reading);
  const folder = editorFolderOf(config);
  await writeSchemas(folder, made);
  const isNew = new Set(paths.map((path) => resolve(path)));
  await writeSchemaLines(
    made.files.filter(({ path }) => isNew.has(resolve(path))),
    folder,
  );
  return folder;
}

/** The line that names a file's schema for an editor. */
export function schemaLine({ path, schema }: EditedFile, folder: string): string {
  const from = relative(dirname(path), join(folder, schema)).split(sep).join('/');
  return `# yaml-language-server: $schema=${from}`;
}

const schemaLineAtTop = /^# yaml-language-server: \$schema=.*$/m;

/** A file's text with the line that names its schema, in the place of another such line among its first comments. */
export function withSchemaLine(text: string, line: string): string {
  const { mark, rest } = splitMark(text);
  const [comments = ''] = /^(?:#.*\r?\n)*/.exec(rest) ?? [];
  if (schemaLineAtTop.test(comments))
    return (
      mark +
      comments.replace(schemaLineAtTop, (old) => line + (old.endsWith('\r') ? '\r' : '')) +
      rest.slice(comments.length)
    );
  return `${mark}${line}${/\r\n/.test(rest) ? '\r\n' : '\n'}${rest}`;
}

/** Writes each file's line into it. @returns the files that did not have it */
export async function writeSchemaLines(files: readonly EditedFile[], folder: string): Promise<string[]> {
  const written: string[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const real = realpathSync(file.path);
    if (seen.has(real)) continue;
    seen.add(real);
    const text = await readFile(real, 'utf8');
    const changed = withSchemaLine(text, schemaLine(file, folder));
    if (changed === text) continue;
    await writeOver(real, changed);
    written.push(file.path);
  }
  return written;
}
