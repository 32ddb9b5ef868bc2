/** How a run may end for a school, the gravest first. */
export const outcomes = ['failed', 'held', 'loaded', 'unchanged'] as const;
export type RunOutcome = (typeof outcomes)[number];

/** The same where it is known that a pause held a school, which needs nobody. */
const byGravity = ['failed', 'held', 'paused', 'loaded', 'unchanged'] as const;

/** @returns null if there is none */
export function gravest(standings: readonly string[]): (typeof byGravity)[number] | null {
  return byGravity.find((outcome) => standings.includes(outcome)) ?? null;
}

/** `2 failed, 1 held, 40 loaded, 950 unchanged`; zeros are left out. */
export function outcomesInWords(counts: Readonly<Record<string, number>>): string {
  return outcomes
    .filter((outcome) => (counts[outcome] ?? 0) > 0)
    .map((outcome) => `${String(counts[outcome])} ${outcome}`)
    .join(', ');
}
