import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from './keys/types.js';
import type { YamlType } from './keys/yaml-type.js';
import { didYouMean } from './text/did-you-mean.js';

/** What the URL of a database may begin with. */
const databaseSchemes: readonly string[] = ['sqlite', 'postgres', 'postgresql', 'mysql', 'mariadb'];

/** Whether there may be something to ask, as far as anyone can say without the packages that open databases. */
export function mayBeThere(url: string): boolean {
  const file = /^sqlite:(.*)$/s.exec(url)?.[1];
  return file === undefined || existsSync(file);
}

/** The URL of a database. The path of a SQLite file is relative to the pipeline, wherever the program is started. */
export const databaseUrl: YamlType<string> = {
  schema: text.schema,
  read(file, node, what) {
    const url = file.readText(node, what);
    const scheme = /^([^:]*):/.exec(url)?.[1] ?? url;
    const note = (message: string, hint: string | null = null) => file.problem(node, 'wrong-type', message, hint);
    if (url !== '' && !databaseSchemes.includes(scheme))
      note(`"${scheme}" is no known kind of database.`, didYouMean(scheme, databaseSchemes));
    else if (url.startsWith('sqlite://')) note('A SQLite database is a file, without //.', 'Write sqlite:FILE.');
    else if (url !== '' && scheme !== 'sqlite' && !url.startsWith(`${scheme}://`))
      note(`The URL of a ${scheme} database begins with ${scheme}://.`);
    const path = /^sqlite:(?!:memory:|\/)(.+)$/.exec(url)?.[1];
    return path === undefined ? url : `sqlite:${join(dirname(file.path), path)}`;
  },
};
