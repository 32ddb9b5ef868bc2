import { lineOfFile } from '../../pipeline/text/place-text.js';
import { recordIdOf, type Explanation, type Of, type Reason } from '../../explain/explanation.js';

/** Something to correct at the end of a chain of reasons. */
export interface EndToCorrect {
  readonly of: Of;
  readonly rule: string;
  readonly fix: string;
}

/** What is at the ends of the chains and can be corrected at the source, each once. */
export function endsToCorrect(why: readonly Reason[]): EndToCorrect[] {
  const ends = new Map<string, EndToCorrect>();
  const walk = (reasons: readonly Reason[]): void => {
    const chosen = new Set(reasons.filter(isChoice).map(nameOf));
    for (const reason of reasons) {
      const { why: below, fix, of, rule } = reason;
      // Correcting what one rule names is in vain if another is a choice of the school.
      if (below.length === 0 && fix !== null && !chosen.has(nameOf(reason)))
        ends.set(`${recordIdOf(of)} ${of.kind} ${rule}`, { of, rule, fix });
      walk(below);
    }
  };
  walk(why);
  return [...ends.values()];
}

export function isSame(one: Of, other: Of): boolean {
  return one.kind === other.kind && recordIdOf(one) === recordIdOf(other);
}

export function isChoice({ fix, place, why }: Reason): boolean {
  return fix === null && place !== null && why.length === 0;
}

function nameOf({ of }: Reason): string {
  return `${recordIdOf(of)} ${of.kind}`;
}

/** The rules at the ends of the chains that are choices of the school: a rule's name, and `file:line`. */
export function choicesAtEnds(why: readonly Reason[]): Map<string, string> {
  const rules = new Map<string, string>();
  const walk = (reasons: readonly Reason[]): void => {
    for (const reason of reasons) {
      if (isChoice(reason) && reason.place !== null) rules.set(reason.rule, lineOfFile(reason.place));
      walk(reason.why);
    }
  };
  walk(why);
  return rules;
}

/**
 * @param namesRules whether the reader looks after the rules, and is told which they are and where they stand
 * @returns nothing if no choice of the school is at an end
 */
export function choicesInWords(why: readonly Reason[], namesRules: boolean): string[] {
  const rules = choicesAtEnds(why);
  if (rules.size === 0) return [];
  if (!namesRules) return ["It is the school's choice."];
  const named = [...rules].map(([rule, place]) => `${rule} (${place})`);
  return [`It is the school's choice, by ${named.join(', ')}.`];
}

/** What can still be said if no set of corrections brings it through. */
export function noFixInWords(
  { gaveUp, ifWrong, why }: Pick<Explanation, 'gaveUp' | 'ifWrong' | 'why'>,
  namesRules: boolean,
): string[] {
  const choices = choicesInWords(why, namesRules);
  if (gaveUp)
    return [
      'The search for corrections gave up: too much is in the way to say what would be enough, or that nothing is.',
      ...choices,
    ];
  if (ifWrong.length === 0) return ['No correction at the source brings it through.', ...choices];
  const one = ifWrong.length === 1 ? 'this brings it through' : 'any one of these brings it through';
  return [
    ...choices,
    `If what ${choices.length > 0 && namesRules ? 'that' : 'a rule'} reads is wrong at the source, ${one}:`,
  ];
}

/** Between what a choice of the school may have read wrongly, and what is so if it did not. */
export const perhapsAll = 'That may be all that keeps it out. If it is right as it stands:';

export function fixesInWords(sets: number): string {
  return sets === 1 ? 'This brings it through:' : 'Any one of these brings it through:';
}
