import { isMap, isNode, isScalar, type Node } from 'yaml';
import type { Field } from '../pipeline.js';
import { wholeNumberOf } from '../text/decimal.js';
import { normalise } from '../text/text.js';
import { fieldTypeNamed, typeOf } from '../vocabulary/source-types.js';
import { asWritten, type YamlFile } from '../yaml/yaml-file.js';

/** The constant of a field in the form that values of its type have; notes one that is none of them. */
export function fittingConstant(
  file: YamlFile,
  node: Node | null,
  { name, type, constant }: Pick<Field, 'name' | 'type' | 'constant'>,
): Field['constant'] {
  const given = valueAt(node, 'value');
  if (constant === null || given === null) return constant;
  const { wanted, constant: fits } = fieldTypeNamed[type];
  const fitting = fits.in(constant, asWritten(given));
  if (fitting === null)
    file.problem(given, 'wrong-type', `The value of "${name}" is not ${fits.wanted ?? wanted}.`, fits.hint);
  return fitting ?? constant;
}

/** Notes what `store` and `otherwise` give and the column of the field cannot hold. */
export function checkStored(
  file: YamlFile,
  node: Node | null,
  field: Pick<Field, 'name' | 'type' | 'constant' | 'store'>,
): void {
  if (field.store === null) return;
  noteNotStorable(file, valueAt(node, 'store'), field);
  const otherwise = valueAt(node, 'otherwise');
  if (isScalar(otherwise) && otherwise.value !== null) noteNoNumber(file, otherwise, field);
}

/** Notes what a `store` gives and the column of the field cannot hold. */
export function noteNotStorable(
  file: YamlFile,
  store: Node | null,
  field: Pick<Field, 'name' | 'type' | 'constant'>,
): void {
  for (const { value } of isMap(store) ? store.items : []) if (isScalar(value)) noteNoNumber(file, value, field);
}

function noteNoNumber(file: YamlFile, at: Node, field: Pick<Field, 'name' | 'type' | 'constant'>): void {
  if (typeOf(field).column === fieldTypeNamed.text.column) return;
  const text = normalise(asWritten(at));
  if (text === '' || wholeNumberOf(text) !== null) return;
  const message = `"${field.name}" is stored as a whole number, and this is none.`;
  const hint = 'Write a whole number in quotes, or read the field as text: leave its `type` off.';
  file.problem(at, 'wrong-type', message, hint);
}

function valueAt(node: Node | null, key: string): Node | null {
  const at = isMap(node) ? node.items.find((pair) => isNode(pair.key) && asWritten(pair.key) === key)?.value : null;
  return isNode(at) ? at : null;
}
