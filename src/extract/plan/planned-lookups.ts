import type { Lookup } from '../../pipeline/pipeline.js';
import { pathInList } from '../../pipeline/source/source-path.js';
import { onDay, type Where } from '../../pipeline/source/where.js';
import { asId, definitionOf } from './definition.js';
import type { PlannedColumns } from './planned-columns.js';
import type { IndexPlan, LookedUpFor, LookupPlan, NeededPath, Sought } from './section-plan.js';
import { askedFor, isNeeded, neededFor } from './sought.js';
import type { WatchedLookups } from './watched-lookups.js';
import { everything, planWhere, type RowTest, type WherePlan } from './where-plan.js';

/** The part of a planned section that look-ups need. */
interface LookedInto {
  readonly columns: PlannedColumns;
  readonly indexes: IndexPlan[];
  readonly soughtByLookups: Sought[];
  readonly neededByLookups: NeededPath[];
}

/** What fields look up: those that differ only in the value share an index. */
export class PlannedLookups {
  readonly #known = new Map<string, { readonly plan: IndexPlan; readonly values: number[] }>();

  constructor(
    private readonly sectionOf: (section: string) => LookedInto,
    private readonly today: string,
    private readonly watched: WatchedLookups | null,
  ) {}

  /**
   * @param own where the record has the ids
   * @param definition as what the value is read
   */
  add(lookup: Lookup, own: LookupPlan['own'], { kind, field, isOnly }: LookedUpFor, definition: number): LookupPlan {
    const section = this.sectionOf(lookup.lookup);
    const { columns } = section;
    const paths = lookup.match.map(({ path }) => path);
    const key = JSON.stringify([lookup.lookup, paths, lookup.where, lookup.order]);
    const known = this.#known.get(key) ?? this.#add(key, lookup, section);
    const column = columns.addPath(lookup.value, definition);
    const slot = known.values.includes(column) ? known.values.indexOf(column) : known.values.push(column) - 1;
    this.watched?.add(key, lookup, kind, field.name);
    const { match, order, asked, deciding } = known.plan;
    const sought = [...match, column, ...(order === null ? [] : [order.column])];
    if (!field.isOptional) section.soughtByLookups.push(...askedFor(kind, [...sought.map((one) => [one]), ...asked]));
    if (isOnly && isNeeded(field))
      section.neededByLookups.push(
        ...askedFor(kind, [...[...match, column].map((one) => [one]), ...deciding]).map((one) => neededFor(one, field)),
      );
    return {
      ...{ index: known.plan.number, slot, own, definition },
      isFirst: lookup.isFirst,
      section: lookup.lookup,
      path: pathInList(lookup.lookup, lookup.value),
    };
  }

  #add(key: string, { match, where, order }: Lookup, { columns, indexes }: LookedInto) {
    const values: number[] = [];
    const plan: IndexPlan = {
      number: this.#known.size,
      match: match.map(({ path }) => columns.addPath(path, asId)),
      ...(where === null ? everything : this.#tested(key, where, columns)),
      order: order === null ? null : { ...order, column: columns.addPath(order.path, definitionOf(order.type)) },
      values,
    };
    indexes.push(plan);
    const planned = { plan, values };
    this.#known.set(key, planned);
    return planned;
  }

  #tested(key: string, where: Where, columns: PlannedColumns): WherePlan {
    const plan = planWhere(onDay(where, this.today), columns);
    if (this.watched === null) return plan;
    const watch = this.watched.watch(key, where, columns);
    const fits: RowTest = (row, scalars) => {
      watch(row, scalars);
      return plan.fits === null || plan.fits(row, scalars);
    };
    return { ...plan, fits };
  }
}
