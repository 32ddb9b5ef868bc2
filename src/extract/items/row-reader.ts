import { blank, type Cell } from '../../table/dictionary.js';
import type { ExtractFinding } from '../extract.js';
import type { Table } from '../../table/table.js';
import type { RawRecord } from '../json/raw-object.js';
import type { FieldPlan, LookupPlan, SectionPlan } from '../plan/section-plan.js';
import { chooseEntry, nearlyFitting, type ChoicePlan } from './choose.js';
import { Answers, keysOf, type Ask } from './lookup-answers.js';
import type { LookupIndex } from './lookup-index.js';
import { scalarAt } from './row.js';
import type { Scalar, Scalars } from './scalar.js';
import type { SectionNotes } from './section-notes.js';
import type { IdNumbers } from './section-reading.js';
import { emptyChoiceFinding } from './view-findings.js';

/** What a row is of, and where it is read. */
export interface RowOf {
  readonly kind: string;
  readonly id: IdNumbers;
  readonly table: Table;
  readonly record: RawRecord;
  /** The entry of the list, for fields that are read from each entry; null if there is none. */
  readonly at: number | null;
}

interface NearChoice {
  readonly kind: string;
  readonly column: number;
  readonly entries: number;
}

/** Reads the fields of records and links. */
export class RowReader {
  /** Those in which the row in hand has bad values. */
  readonly #badColumns: number[] = [];
  readonly #asks: Ask[] = [];
  /** Of the choices of a list's entry: those for which one fits, and of the others how many nearly do. */
  readonly #fitting = new Set<ChoicePlan>();
  readonly #near = new Map<ChoicePlan, NearChoice>();

  constructor(
    private readonly plan: SectionPlan,
    private readonly scalars: Scalars,
    private readonly notes: SectionNotes,
  ) {}

  /** How many look-ups wait for an answer. */
  get waiting(): number {
    return this.#asks.length;
  }

  /** Forgets all look-ups after the first ones. */
  cut(waiting: number): void {
    this.#asks.length = waiting;
  }

  /** Adds the row in its table. */
  add(row: RowOf, key: string, fields: readonly FieldPlan[]): void {
    const { id, table, record, at } = row;
    if (this.#badColumns.length > 0) this.#badColumns.length = 0;
    table.begin(id, this.notes.position, key);
    for (let index = 0; index < fields.length; index++) {
      const { plainColumn } = fields[index];
      table.addCell(
        plainColumn === null
          ? this.#firstOf(row, fields[index], index)
          : this.#cell(row, plainColumn, scalarAt(record, plainColumn, at)),
      );
    }
  }

  /** The first value that is neither blank nor bad. */
  #firstOf(row: RowOf, first: FieldPlan, field: number): Cell {
    let cell: Cell = blank;
    for (let plan: FieldPlan | null = first; cell === blank && plan !== null; plan = plan.next)
      cell = this.#value(row, plan, field);
    return cell;
  }

  #value(row: RowOf, { field, column, choice, lookup, mark, watches }: FieldPlan, index: number): Cell {
    if (lookup !== null) {
      this.#ask(row, lookup, { field: index, mark });
      return blank;
    }
    if (column === null) {
      const isBad = watches?.some((watched) => this.#badColumns.includes(watched)) === true;
      return this.scalars.dictionary.constant(isBad || field.constant);
    }
    const raw = choice === null ? scalarAt(row.record, column, row.at) : this.#chosen(row, choice, column);
    return this.#cell(row, column, raw);
  }

  #cell({ kind, id }: RowOf, column: number, raw: Scalar | undefined): Cell {
    if (raw === undefined) return blank;
    const cell = this.scalars.cellOf(raw, this.plan.definitions[column]);
    if (cell === null) {
      this.#noteBad(kind, id, column);
      return blank;
    }
    if (raw.needsRepair) this.notes.repair(kind, id, this.notes.pathOf(column));
    if (raw.leavesOut) this.notes.leftOut(kind, column);
    return cell;
  }

  #chosen({ kind, id, record }: RowOf, choice: ChoicePlan, column: number): Scalar | undefined {
    const { value, bad, hasFit } = chooseEntry(choice, column, record, this.plan.definitions, this.scalars);
    if (choice.where !== null && !this.#fitting.has(choice)) {
      if (hasFit) this.#fitting.add(choice);
      else this.#noteNear(choice, kind, column, nearlyFitting(choice, column, record, this.scalars));
    }
    for (const of of bad) this.#noteBad(kind, id, of);
    return value ?? undefined;
  }

  #noteNear(choice: ChoicePlan, kind: string, column: number, entries: number): void {
    if (entries > 0)
      this.#near.set(choice, { kind, column, entries: entries + (this.#near.get(choice)?.entries ?? 0) });
  }

  /** The choices for which no entry fits, and some nearly do. */
  emptyChoices(): ExtractFinding[] {
    const near = [...this.#near].filter(([choice]) => !this.#fitting.has(choice));
    return near.map(([{ list }, { kind, column, entries }]) =>
      emptyChoiceFinding(kind, this.notes.pathOf(column), list, entries),
    );
  }

  #noteBad(kind: string, id: IdNumbers, column: number): void {
    this.#badColumns.push(column);
    this.notes.badValue(kind, id, column);
  }

  /** What is looked up is there once the document is whole; until then, what is read instead. */
  #ask({ kind, id, table, record }: RowOf, lookup: LookupPlan, into: Pick<Ask, 'field' | 'mark'>): void {
    const keys = keysOf(lookup, record, this.scalars);
    this.#asks.push({ kind, id, table, lookup, row: table.length - 1, ...into, position: this.notes.position, keys });
  }

  /** Puts in what was looked up. */
  answer(indexes: ReadonlyMap<number, LookupIndex>): void {
    const answers = new Answers(indexes, this.scalars);
    const at = this.notes.position;
    for (const ask of this.#asks) {
      const { cell, isBad, findings } = answers.of(ask);
      this.notes.position = ask.position;
      for (const { rule, path, because } of findings) this.notes.note('warning', rule, ask.kind, ask.id, path, because);
      if (cell !== null) ask.table.putCell(ask.row, ask.field, cell);
      if (isBad && ask.mark !== null) ask.table.putCell(ask.row, ask.mark, this.scalars.dictionary.constant(true));
    }
    this.notes.position = at;
    this.notes.findings.push(...answers.empty());
  }
}
