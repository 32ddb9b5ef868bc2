import type { EffectiveRule } from '../../pipeline/effective.js';
import type { Speaking } from '../../pipeline/rules/in-effect.js';
import { capital } from '../../pipeline/text/text.js';
import { daysToRead } from '../../words/days-in-words.js';

const words: Readonly<Record<Speaking, string>> = {
  'in effect': 'in effect',
  'not yet': 'not today',
  over: 'over',
  disabled: 'turned off',
  replaced: 'replaced by another rule',
};

/** Why a rule is not asked, and on which days it would be. */
export function statusOfRule({ rule, status }: Pick<EffectiveRule, 'rule' | 'status'>): string {
  const days = daysToRead(rule);
  return `${capital(words[status])}${days === '' ? '' : `; it applies ${days}`}.`;
}
