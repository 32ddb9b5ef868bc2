import { isMap, isScalar, type Node } from 'yaml';
import type { Field } from '../pipeline.js';
import { fieldTypeNamed } from '../vocabulary/source-types.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** Keys that say how a value is read, and mean nothing where none is. */
const ofReading = ['text', 'format', 'onBad', 'optional'];

/** Notes keys of a field that cannot be there together. */
export function checkField(
  file: YamlFile,
  node: Node | null,
  field: Pick<Field, 'type' | 'source' | 'constant' | 'store'>,
): void {
  const keys = isMap(node) ? node.items.flatMap(({ key }) => (isScalar(key) ? [key] : [])) : [];
  const keyOf = (name: string) => keys.find(({ value }) => value === name);
  const otherwise = keyOf('otherwise');
  if (otherwise !== undefined && field.store === null)
    file.problem(
      otherwise,
      'missing-key',
      '`otherwise` is for values that `store` does not list, and there is no `store`.',
      'Give it a `store`, or remove it; what a blank becomes is for a rule with `set`.',
    );
  const value = keyOf('value');
  if (value !== undefined && field.source !== null)
    file.problem(
      value,
      'excludes',
      '`from` and `value` exclude each other.',
      'Keep one of them; what a blank becomes is for a rule with `set`.',
    );
  if (field.source === null) {
    const other = field.constant === null ? 'no "from"' : '"value"';
    for (const name of ofReading) {
      const key = keyOf(name);
      if (key !== undefined)
        file.problem(key, 'excludes', `"${name}" says how a value is read, but there is ${other}.`);
    }
    return;
  }
  const format = keyOf('format');
  if (format !== undefined && field.type !== fieldTypeNamed.date.name)
    file.problem(format, 'excludes', `"format" is for days, and this is a ${field.type}.`, 'Write type: date.');
}
