import type { ExtractFinding } from '../extract.js';
import type { RawRecord } from '../json/raw-object.js';
import type { LinkPlan, RecordPlan, SectionPlan, Taker } from '../plan/section-plan.js';
import type { Scalars } from './scalar.js';
import { emptyViewFinding } from './view-findings.js';

type Plan = RecordPlan | LinkPlan;

/** Finds the view of a kind that takes an entry, and notices views that take none. */
export class ViewCounts {
  readonly #taken = new Set<Plan>();
  /** How many entries would fit but for case or spaces. */
  readonly #near = new Map<Plan, number>();

  /** @param noteUnknown notes the view for which a bad value hides whether it takes an entry */
  constructor(
    private readonly scalars: Scalars,
    private readonly noteUnknown: (view: Plan, row: RawRecord) => void,
  ) {}

  find<P extends Plan>({ views }: Taker<P>, row: RawRecord): P | null {
    for (const view of views) {
      const fits = view.fits === null || view.fits(row, this.scalars);
      if (fits === true) {
        this.#taken.add(view);
        return view;
      }
      if (fits === null) this.noteUnknown(view, row);
      if (!this.#taken.has(view) && view.nearly?.(row, this.scalars) === true)
        this.#near.set(view, (this.#near.get(view) ?? 0) + 1);
    }
    return null;
  }

  /** Whether it took an entry; of one that takes every entry nothing is known. */
  hasTaken(view: Plan): boolean {
    return this.#taken.has(view);
  }

  /** @param entries how many the section has */
  findings({ name, records, links }: SectionPlan, entries: number): ExtractFinding[] {
    if (entries < few) return [];
    const empty = [...records, ...links]
      .filter(({ always }) => always === null)
      .flatMap(({ views }): readonly Plan[] => views)
      .filter((view) => !this.#taken.has(view));
    return empty.map((view) => emptyViewFinding(view, name, entries, this.#near.get(view) ?? 0));
  }
}

/** One that takes none of a few may be right. */
const few = 2;
