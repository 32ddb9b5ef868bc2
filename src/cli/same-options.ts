import type { CommonOptions } from './common-options.js';

/** What other commands need to look at the same database; a server's URL may hold a password, and is not repeated. */
export function sameOptions({ config, database }: CommonOptions): string {
  const given = [
    config === 'pipeline.yaml' ? '' : ` --config ${config}`,
    database?.startsWith('sqlite:') === true ? ` --database ${database}` : '',
  ];
  return given.filter((option) => /^[\w .:/\\-]+$/.test(option)).join('');
}
