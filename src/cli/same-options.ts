import { forShell } from '../pipeline/text/for-shell.js';
import type { CommonOptions } from './common-options.js';

/** The options that other commands need to look at the same database, as given, without a password. */
export function sameOptions({ config, root, database }: CommonOptions): string {
  const given = [
    ...(config === 'pipeline.yaml' ? [] : [['--config', config] as const]),
    ...(root === undefined ? [] : [['--root', root] as const]),
    ...(database === undefined ? [] : [['--database', withoutPassword(database)] as const]),
  ];
  return given.map(([option, value]) => ` ${option} ${forShell(value)}`).join('');
}

function withoutPassword(database: string): string {
  if (database.startsWith('sqlite:')) return database;
  const url = new URL(database);
  if (url.password === '') return database;
  url.password = '';
  return url.href;
}
