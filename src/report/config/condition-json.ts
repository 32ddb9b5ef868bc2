import type { Condition } from '../../pipeline/rules/rule.js';

/** As it is written in a rule file, without what the reader has noted in it; shared conditions are written out. */
export function conditionAsJson(condition: Condition): object {
  if ('all' in condition) return { all: condition.all.map(conditionAsJson) };
  if ('any' in condition) return { any: condition.any.map(conditionAsJson) };
  if ('not' in condition) return { not: conditionAsJson(condition.not) };
  const { fact, operator, value, ignoreCase, on } = condition;
  return { fact, operator, value, ...(ignoreCase === true ? { ignoreCase } : {}), ...(on === undefined ? {} : { on }) };
}
