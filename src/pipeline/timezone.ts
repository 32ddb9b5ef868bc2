import type { YamlType } from './keys/yaml-type.js';
import { text } from './keys/types.js';

/** Null if there is no time zone of that name. */
export const timezone: YamlType<string | null> = {
  schema: text.schema,
  read(file, node, what) {
    const name = file.readText(node, what);
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      return name;
    } catch {
      file.problem(node, 'wrong-type', `There is no time zone "${name}".`, 'Europe/London is one.');
      return null;
    }
  },
};
