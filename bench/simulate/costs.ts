import { Dice } from '../schools/dice.js';

/** What a school costs: seconds of its worker and of one core of the database, and bytes of the database's log. */
export interface SchoolCosts {
  readonly worker: number;
  readonly database: number;
  readonly logBytes: number;
}

/** The same as a line: so much for any school, and so much for each student. */
export interface Costs {
  readonly fixed: SchoolCosts;
  readonly student: SchoolCosts;
}

/** The nights that were measured, by what the extracts have in them. */
export const nightNames = ['first load', '1 % edited', 'the same values'] as const;
export type NightName = (typeof nightNames)[number];

const parts = ['worker', 'database', 'logBytes'] as const;

/** @param engine what the queue's engine costs for each job */
export function costsOfSchool({ fixed, student }: Costs, students: number, engine: SchoolCosts): SchoolCosts {
  const of = (part: (typeof parts)[number]) => fixed[part] + students * student[part] + engine[part];
  return { worker: of('worker'), database: of('database'), logBytes: of('logBytes') };
}

/** The line through two measured sizes; neither part is below zero. */
export function lineThrough(sizes: readonly [number, number], costs: readonly [SchoolCosts, SchoolCosts]): Costs {
  const student = (part: (typeof parts)[number]) =>
    Math.max(0, (costs[1][part] - costs[0][part]) / (sizes[1] - sizes[0]));
  const fixed = (part: (typeof parts)[number]) => Math.max(0, costs[0][part] - sizes[0] * student(part));
  const all = (of: (part: (typeof parts)[number]) => number): SchoolCosts => ({
    worker: of('worker'),
    database: of('database'),
    logBytes: of('logBytes'),
  });
  return { fixed: all(fixed), student: all(student) };
}

/** Half of the schools have at most so many students, and one in six has more than 2.5 times as many. */
const [median, spread] = [250, 0.9];

/** Sizes of schools with a heavy tail: the logarithms are spread normally. */
export function sizesOfSchools(count: number, seed: number): number[] {
  const dice = new Dice(seed, 1, 0);
  const uniform = () => (dice.below(2 ** 30) + 1) / 2 ** 30;
  return Array.from({ length: count }, () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return Math.max(1, Math.round(median * Math.exp(spread * normal)));
  });
}
