import type { Account } from '../../load/people/accounts.js';
import { commandLine } from '../writers/command-line.js';
import { printable } from '../../words/words.js';

/** Who may sign in, for a terminal: a line for each. */
export function accountsAsText(accounts: readonly Account[], same: string): string {
  if (accounts.length === 0)
    return `Nobody has an account. To give somebody one: ${commandLine('user add NAME', [], same)}\n`;
  const width = Math.max(...accounts.map(({ name }) => printable(name).length));
  const lines = accounts.map(({ name, role, schools, disabledAt }) => {
    const seen = schools === null ? 'all schools' : [...schools].map(printable).join(', ');
    return `${printable(name).padEnd(width)}  ${role.padEnd('viewer'.length)}  ${seen === '' ? 'no school' : seen}${disabledAt === null ? '' : '  disabled'}`;
  });
  return `${lines.join('\n')}\n`;
}

/** The keys are promised to scripts (docs/json.md). */
export function accountAsJson({ name, role, schools, createdAt, disabledAt, secondFactorAt }: Account): unknown {
  const more = { disabled: disabledAt !== null, secondFactor: secondFactorAt !== null };
  return { name, role, schools: schools === null ? 'all' : [...schools], createdAt, ...more };
}
