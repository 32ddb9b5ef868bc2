import type { Value } from './value.js';

declare const cell: unique symbol;

/** A value as tables keep it: what gave it takes it back, and nobody else calculates with it. */
export type Cell = number & { readonly [cell]: never };

/** The cell of the blank, in every dictionary. */
export const blank = 0 as Cell;

/** The ids of an extract, each with its cell. */
export type Ids = ReadonlyMap<string, Cell>;

const noIds: Ids = new Map();

/** The values of one extract, each under the number by which its tables name it. */
export class Dictionary {
  readonly #ids = new Map<string, Cell>();
  readonly #constants = new Map<Value, Cell>([[null, blank]]);
  #known: Ids | null = null;

  /**
   * @param values those that have a number already; new ones are added to this list
   * @param idsIn the ids among these; called at most once
   */
  constructor(
    readonly values: Value[] = [null],
    private readonly idsIn: () => Ids = () => noIds,
  ) {}

  at(cell: number): Value {
    return this.values[cell];
  }

  /** An id has one number, so joining records only compares numbers. */
  id(id: string): Cell {
    this.#known ??= this.idsIn();
    return this.#known.get(id) ?? this.#once(this.#ids, id);
  }

  /** One of a few: a yes, a no, or what the pipeline or a rule says. It may have another number too. */
  constant(value: Value): Cell {
    return this.#once(this.#constants, value);
  }

  /** A value that may have another number too. */
  add(value: Value): Cell {
    return (this.values.push(value) - 1) as Cell;
  }

  #once<T extends Value>(cells: Map<T, Cell>, value: T): Cell {
    const known = cells.get(value);
    if (known !== undefined) return known;
    const added = this.add(value);
    cells.set(value, added);
    return added;
  }
}
