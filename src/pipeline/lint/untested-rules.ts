import type { Case, Expectation } from '../cases/case.js';
import { secondHalf } from '../parts.js';
import { splitOf, valuesSetBy, type Rule } from '../rules/rule.js';

/** Rules that no case names: nobody thought of them. `test --coverage` says whether rules are decided both ways. */
export function untestedRules(rules: readonly Rule[], cases: readonly Case[]): Rule[] {
  const expectations = cases.flatMap((one) => one.expectations);
  return rules.filter((rule) => !expectations.some((expectation) => speaksOf(expectation, rule)));
}

function speaksOf(expectation: Expectation, rule: Rule): boolean {
  if (expectation.kind.name !== rule.kind) return false;
  switch (expectation.says) {
    case 'out':
      return expectation.rules.includes(rule.name);
    case 'warned':
      return expectation.rule === rule.name;
    case 'warned exactly':
      return expectation.rules.includes(rule.name);
    case 'through': {
      const { id, fields, kind } = expectation;
      if (splitOf(rule) !== null) return typeof id === 'string' && id.endsWith(secondHalf);
      return fields.some(({ name, value }) => {
        const set = valuesSetBy(rule).get(name);
        if (set === undefined || 'field' in set) return set !== undefined;
        const constant = set.constant === null ? null : String(set.constant);
        const store = kind.fields.find((field) => field.name === name)?.store;
        return value === constant || (constant !== null && store?.get(constant) === value);
      });
    }
    default:
      return false;
  }
}
