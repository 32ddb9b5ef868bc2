import type { Finding } from '../../decide/decision.js';
import { recordIdOf, type Reason } from '../../explain/explanation.js';
import type { RuleKeys } from '../findings/corrections.js';
import { isChoice, type EndToCorrect } from './ends.js';

/**
 * Warnings that say how to correct what a choice of the school read: one wrong letter in a type may be all that keeps a
 * record out. Nobody knows what was meant, so that it stays the school's choice.
 * @param warnings about the records at the ends of the chains, or others
 */
export function doubtedChoices(why: readonly Reason[], warnings: readonly Finding[], keys: RuleKeys): EndToCorrect[] {
  const found = new Map<string, EndToCorrect>();
  const walk = (reasons: readonly Reason[]): void => {
    for (const reason of reasons) {
      walk(reason.why);
      if (!isChoice(reason)) continue;
      const { of } = reason;
      for (const { kind, recordId, rule, fix } of warnings)
        if (
          kind === of.kind &&
          recordId === recordIdOf(of) &&
          fix !== null &&
          readsTheSame(keys, of.kind, [rule, reason.rule])
        )
          found.set(`${recordId} ${kind} ${rule}`, { of, rule, fix });
    }
  };
  walk(why);
  return [...found.values()];
}

/** Whether two rules of a kind look at the same key of the extract. */
export function readsTheSame(keys: RuleKeys, kind: string, [one, other]: readonly [string, string]): boolean {
  const read = keys(kind, one);
  return keys(kind, other).some((key) => read.includes(key));
}
