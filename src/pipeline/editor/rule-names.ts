import type { Rule } from '../rules/rule.js';

/** Rules by name, each with what it says. */
export function ruleNames(rules: readonly Rule[]): [name: string, meaning: string][] {
  return rules
    .filter(({ name }) => name !== '')
    .map(({ name, kind, because, effect }) => [
      name,
      because === null ? `A rule for ${kind} that does ${effect.type}.` : `${kind}: ${because.replace(/[.]$/, '')}.`,
    ]);
}
