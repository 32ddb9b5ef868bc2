import { forShell } from '../pipeline/for-shell.js';
import type { CommonOptions } from './common-options.js';

/** What other commands need to look at the same database; user and password of a server are not repeated. */
export function sameOptions({ config, root, database }: CommonOptions): string {
  const given = [
    ...(config === 'pipeline.yaml' ? [] : [['--config', config] as const]),
    ...(root === undefined ? [] : [['--root', root] as const]),
    ...(database === undefined ? [] : [['--database', withoutUser(database)] as const]),
  ];
  return given
    .filter(([, value]) => !/\p{C}/u.test(value))
    .map(([option, value]) => ` ${option} ${forShell(value)}`)
    .join('');
}

function withoutUser(database: string): string {
  if (database.startsWith('sqlite:')) return database;
  const url = new URL(database);
  [url.username, url.password] = ['', ''];
  return url.href;
}
