import type { Node } from 'yaml';
import { isDay } from '../guard/day.js';
import type { Field } from '../pipeline.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import { typeOf } from '../vocabulary/source-types.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/**
 * Notes an expected value that a field never has: it would always fail, and say little of why. A message names only
 * values that the pipeline lists, because those of a case may be a person's.
 */
export function noteNeverStored(file: YamlFile, node: Node | null, field: Field, value: string): void {
  // What the field of a link stores is not changed again.
  if (field.else !== null) return;
  const { name, store, otherwise } = field;
  if (store !== null) {
    const stored = store.get(value);
    if (stored === undefined || value === otherwise || [...store.values()].includes(value)) return;
    file.problem(node, 'lost-value', `"${value}" is what is read: it is stored as "${stored}".`, `Expect "${stored}".`);
    return;
  }
  const type = factTypeNamed[typeOf(field).fact.name];
  if (type.isDay && !isDay(value))
    file.problem(node, 'wrong-type', `${name} is a day, and this is none.`, 'Write an existing day as YYYY-MM-DD.');
  else if (type.notANumber === null && type.allAre === 'a number' && !/^-?\d+(\.\d+)?$/.test(value))
    file.problem(node, 'wrong-type', `${name} is a number, and this is none.`, 'Write it in figures.');
}
