import type { Finding } from '../../decide/decision.js';
import { recordIdOf, type Explanation, type Reason } from '../../explain/explanation.js';
import { readsTheSame, type RuleKeys } from '../findings/corrections.js';
import { isChoice, isSame, type EndToCorrect } from './ends.js';

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

/** Of the corrections that were tried: those that made a choice of the school hold, which its own rule cannot ask for. */
export function choicesMended({ why, fixes }: Explanation): EndToCorrect[] {
  const ends: Reason[] = [];
  const walk = (reasons: readonly Reason[]): void => {
    for (const reason of reasons) {
      walk(reason.why);
      ends.push(reason);
    }
  };
  walk(why);
  return fixes.flat().flatMap(({ kind, id, rule, fix }) => {
    const of = { kind, id };
    const reasons = ends.filter((reason) => isSame(reason.of, of));
    return reasons.some(isChoice) && reasons.every((reason) => reason.rule !== rule) ? [{ of, rule, fix }] : [];
  });
}

/** What is noted, without what is to be corrected because it may keep the record out. */
export function notedBesides(explanation: Explanation, doubted: readonly EndToCorrect[]): Finding[] {
  const said = new Set(doubted.filter(({ of }) => isSame(of, explanation)).map(({ rule }) => rule));
  return explanation.noted.filter(({ rule }) => !said.has(rule));
}
