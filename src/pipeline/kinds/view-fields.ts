import { isMap } from 'yaml';
import type { YamlType } from '../keys/yaml-type.js';
import { against, byName } from '../keys/types.js';
import type { Field, View } from '../pipeline.js';
import { didYouMean } from '../text/did-you-mean.js';
import { typeOf } from '../vocabulary/source-types.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { checkField } from './check-field.js';
import { field } from './fields.js';
import { fittingConstant } from './fitting-constant.js';
import type { Node } from 'yaml';

/** What is the same for all records of a kind, whichever view takes them. */
const ofKind = ['store', 'otherwise', 'else', 'label', 'personal', 'onBad'];

/** Fields as a view reads them, laid over those of the kind. */
export function fieldsOfView(kept: boolean): YamlType<(fields: readonly Field[]) => Field[]> {
  return against(byName(field.schema), (file, node, what, _, fields: readonly Field[]) => {
    const said = new Map<string, Field>();
    for (const [name, { key, node: body }] of file.readMap(node, what)) {
      const known = fields.find((one) => one.name === name && one.kept === kept && one.marks === null);
      if (known !== undefined) said.set(name, laidOver(file, body, key, known));
      else noteUnknown(file, key, name, kept, fields);
    }
    return fields.map((one) => said.get(one.name) ?? one);
  });
}

function laidOver(file: YamlFile, node: Node | null, key: Node, known: Field): Field {
  const read = field.read(file, node, known.name, key);
  for (const word of isMap(node) ? ofKind.filter((one) => node.has(one)) : [])
    file.problem(
      key,
      'excludes',
      `"${word}" of ${known.name} cannot differ between views.`,
      'Say it where the kind does.',
    );
  const type = isMap(node) && node.has('type') ? read.type : known.type;
  const { name, column, label, kept, onBad, store, otherwise, else: filledFrom, personal } = known;
  const constant = fittingConstant(file, node, { name, type, constant: read.constant });
  const ofTheKind = { name, column, label, kept, onBad, store, otherwise, else: filledFrom, personal };
  const laid = { ...read, type, constant, ...ofTheKind };
  checkField(file, node, laid);
  const [own, kinds] = [typeOf(laid), typeOf(known)];
  // A constant is a small number, whatever the numbers of the extract may be.
  const isStored = own.column === kinds.column || kinds.column === 'bigint';
  if (own.fact.is !== kinds.fact.is || !isStored)
    file.problem(key, 'wrong-type', `${name} is ${kinds.fact.is}, and here it is ${own.fact.is}: rules see one field.`);
  return laid;
}

function noteUnknown(file: YamlFile, key: Node, name: string, kept: boolean, fields: readonly Field[]): void {
  const names = fields.filter((one) => one.kept === kept && one.marks === null).map((one) => one.name);
  const word = kept ? 'keep' : 'read';
  const message = `The kind has no field "${name}" under ${word}; its views read only fields that it has.`;
  file.problem(key, 'unknown-field', message, didYouMean(name, names));
}

/** The fields of a kind, each with all paths at which a view reads it. */
export function withPathsOf(fields: readonly Field[], views: readonly View[]): readonly Field[] {
  return fields.map((one, index) => {
    const inViews = views.map((view) => view.fields[index]);
    if (inViews.every((other) => other === one)) return one;
    const paths = [...new Set(inViews.flatMap(({ from }) => from ?? []))];
    const isOneConstant = inViews.every(({ from, constant }) => from === null && constant === inViews[0].constant);
    if (isOneConstant) return { ...one, from: null, source: null, further: [], constant: inViews[0].constant };
    return { ...one, from: paths.join(', ') || one.name };
  });
}
