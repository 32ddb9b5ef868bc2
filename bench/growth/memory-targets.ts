import type { GrownAxis } from './grow.js';

export interface MemoryTarget {
  readonly name: string;
  readonly axis: GrownAxis['name'];
  /** The figure to compare with the bound; null if a point that it needs was not measured. */
  readonly of: (axis: GrownAxis) => number | null;
  readonly most: number;
}

/** How much memory a run may need, whatever the input. */
export const memoryTargets: readonly MemoryTarget[] = [
  {
    name: 'peak memory of 1,000 schools to that of 10',
    axis: 'schools',
    of: (axis) => ratio(megabytesAt(axis, 1000), megabytesAt(axis, 10)),
    most: 1.1,
  },
  {
    name: 'peak memory in MB at the most schools measured',
    axis: 'schools',
    of: ({ grown }) => grown.at(-1)?.megabytes ?? null,
    most: 350,
  },
  {
    name: 'peak memory of a school of 1,000,000 students to the size of its extract',
    axis: 'students',
    of: (axis) =>
      ratio(megabytesAt(axis, 1_000_000), axis.grown.find(({ point }) => point === 1_000_000)?.inputMegabytes ?? null),
    most: 1.2,
  },
];

function megabytesAt({ grown }: GrownAxis, point: number): number | null {
  return grown.find((one) => one.point === point)?.megabytes ?? null;
}

function ratio(of: number | null, to: number | null): number | null {
  return of === null || to === null ? null : of / to;
}
