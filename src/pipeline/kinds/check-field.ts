import type { Field } from '../pipeline.js';
import { fieldTypeNamed } from '../vocabulary/source-types.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

/** Keys that say how a value is read, and mean nothing where none is. */
const ofReading = ['text', 'format'] as const;

/** Notes keys of a field that cannot be there together. */
export function checkField(file: YamlFile, entries: Entries, field: Pick<Field, 'type' | 'source' | 'constant'>): void {
  for (const name of ofReading) {
    const entry = entries.get(name);
    if (entry === undefined) continue;
    const other = field.constant === null ? 'no "from"' : '"value"';
    if (field.source === null)
      file.problem(entry.key, 'excludes', `"${name}" says how a value is read, but there is ${other}.`);
  }
  const format = entries.get('format');
  if (format !== undefined && field.source !== null && field.type !== fieldTypeNamed.date.name)
    file.problem(format.key, 'excludes', `"format" is for days, and this is a ${field.type}.`, 'Write type: date.');
}
