import { idOf } from '../../pipeline/source/id-of.js';
import type { RawRecord } from '../json/raw-object.js';
import type { IdPlan, PlannedPart } from '../plan/id-plan.js';
import { scalarIn } from './row.js';
import type { Scalar, Scalars } from './scalar.js';

/** Ids of items: as they are there, or made of several parts. */
export class Ids {
  /** @param definitions by column */
  constructor(
    private readonly definitions: readonly number[],
    private readonly scalars: Scalars,
  ) {}

  /** The value of an id. If it is made of parts, one that is blank or bad makes it bad; if all are blank, it is blank. */
  in(record: RawRecord, { columns, parts }: IdPlan): Scalar | undefined {
    return parts === null ? scalarIn(record, columns[0]) : this.#composed(record, columns, parts);
  }

  /** The column in which a record lacks what its id needs; the first if it has all of it, and it is too long. */
  lackingIn(record: RawRecord, { columns, parts }: IdPlan): number {
    if (parts === null) return columns[0];
    return columns.find((column) => !this.#textOf(scalarIn(record, column), column)) ?? columns[0];
  }

  #composed(record: RawRecord, columns: readonly number[], parts: readonly PlannedPart[]): Scalar {
    const texts: string[] = [];
    for (const part of parts) {
      const text = 'constant' in part ? part.constant : this.#textOf(scalarIn(record, part.column), part.column);
      if (text) texts.push(text);
    }
    if (texts.length === parts.length) return this.scalars.ofText(idOf(texts));
    return columns.every((column) => scalarIn(record, column)?.isBlank !== false)
      ? this.scalars.blank
      : this.scalars.nested;
  }

  #textOf(scalar: Scalar | undefined, column: number): string | null {
    return scalar === undefined ? '' : this.scalars.textOf(scalar, this.definitions[column]);
  }
}
