import type { Node } from 'yaml';
import { against, byName, text } from '../keys/types.js';
import { narrowing, type YamlType } from '../keys/yaml-type.js';
import { kindsOf, namedFields, type Field, type Pipeline } from '../pipeline.js';
import type { StoredWord, Stores } from '../stores.js';
import { didYouMean } from '../text/did-you-mean.js';
import { normalise } from '../text/text.js';
import { readConstant } from '../vocabulary/read-constant.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { noteNotStorable } from './fitting-constant.js';

const words = byName(text.schema);

function readWords(file: YamlFile, node: Node | null, what: string): Map<string, StoredWord> {
  const read = new Map<string, StoredWord>();
  for (const [written, { key, node: body }] of file.readMap(node, what)) {
    const word = readConstant(file, key, written, 'A blank is stored as null, whatever store says: remove it.');
    const other = read.get(word);
    if (other !== undefined)
      file.problem(key, 'repeated-name', `"${word}" is in store already, at line ${String(other.place.line)}.`);
    read.set(word, { stored: normalise(file.readText(body, `store of ${word}`)), place: file.place(key) });
  }
  return read;
}

/** What is stored for each value that was read. */
export const store: YamlType<Map<string, string>> = {
  schema: words,
  read: (file, node, what) => new Map([...readWords(file, node, what)].map(([word, { stored }]) => [word, stored])),
};

/** The same for fields of the pipeline, each named with its kind: `classes.type`. */
export const stores = against(
  narrowing('storedFields', byName(words)),
  (file, node, what, _, pipeline: Pipeline): Stores => {
    const read = new Map<string, ReadonlyMap<string, StoredWord>>();
    for (const [name, { key, node: body }] of file.readMap(node, what)) {
      const field = storedField(file, key, name, pipeline);
      const said = readWords(file, body, `store of ${name}`);
      if (field === null) continue;
      noteNotStorable(file, body, field);
      read.set(name, said);
    }
    return read;
  },
);

function storedField(file: YamlFile, key: Node | null, name: string, pipeline: Pipeline): Field | null {
  const [kindName = '', ...rest] = name.split('.');
  const [fieldName] = rest;
  const kinds = kindsOf(pipeline);
  const kind = kinds.find((one) => one.name === kindName);
  if (fieldName === undefined) {
    const hint = 'Write the kind, a dot and the field: classes.type.';
    file.problem(key, 'unknown-field', `"${name}" names no field.`, hint);
    return null;
  }
  if (kind === undefined) {
    const names = kinds.map((one) => one.name);
    file.problem(key, 'unknown-kind', `There is no kind "${kindName}".`, didYouMean(kindName, names));
    return null;
  }
  const fields = namedFields(kind);
  const field = rest.length === 1 ? fields.find((one) => one.name === fieldName) : undefined;
  if (field?.kept === true) return field;
  const kept = fields.filter((one) => one.kept).map((one) => one.name);
  if (field === undefined)
    file.problem(
      key,
      'unknown-field',
      `${kindName} have no field "${rest.join('.')}".`,
      didYouMean(rest.join('.'), kept),
    );
  else
    file.problem(
      key,
      'never-stored',
      `${name} only decides, and is never stored.`,
      'Rules see the value as it is read: compare with that.',
    );
  return null;
}
