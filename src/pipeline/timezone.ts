import type { YamlType } from './keys/yaml-type.js';
import { text } from './keys/types.js';

/** To ask for one takes as long as to read a whole rule, and nearly all files name the same. */
const known = new Set<string>();

/** Null if there is no time zone of that name. */
export const timezone: YamlType<string | null> = {
  schema: text.schema,
  read(file, node, what) {
    const name = file.readText(node, what);
    if (known.has(name)) return name;
    try {
      new Intl.DateTimeFormat('en', { timeZone: name });
      known.add(name);
      return name;
    } catch {
      file.problem(node, 'wrong-type', `There is no time zone "${name}".`, 'Europe/London is one.');
      return null;
    }
  },
};
