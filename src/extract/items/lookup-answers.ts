import { builtInRules } from '../../pipeline/rules/rule.js';
import { counted } from '../../pipeline/text/counted.js';
import { blank, type Cell } from '../../table/dictionary.js';
import type { Table } from '../../table/table.js';
import type { ExtractFinding } from '../extract.js';
import type { RawRecord } from '../json/raw-object.js';
import { asId } from '../plan/definition.js';
import type { LookupPlan } from '../plan/section-plan.js';
import { keyOf, type IndexedEntry, type LookupIndex } from './lookup-index.js';
import { listIn, scalarIn } from './row.js';
import type { Scalar, Scalars } from './scalar.js';

/** A field of a row that waits for what is looked up. */
export interface Ask {
  readonly kind: string;
  readonly id: readonly [Cell] | readonly [Cell, Cell];
  readonly lookup: LookupPlan;
  /** Where the row is. */
  readonly table: Table;
  readonly row: number;
  readonly field: number;
  readonly position: number;
  /** What an entry has to match, in any of these ways. */
  readonly keys: readonly string[];
}

interface Answer {
  /** Null if nothing is found. */
  readonly cell: Cell | null;
  readonly findings: readonly { readonly rule: string; readonly because: string }[];
}

const nothing: Answer = { cell: null, findings: [] };

/** One that finds nothing may be right; if all of several do, the mapping is wrong. */
const few = 2;

/** The keys under which a record may be found; none if it lacks an id. */
export function keysOf({ own }: LookupPlan, row: RawRecord, scalars: Scalars): string[] {
  const textOf = (scalar: Scalar | undefined) => scalars.textOf(scalar ?? scalars.blank, asId) ?? '';
  let keys: string[][] = [[]];
  for (const { column, isList } of own) {
    const scalarsOf = isList ? listIn(row, column) : [scalarIn(row, column)];
    const texts = scalarsOf.map(textOf).filter((text) => text !== '');
    keys = keys.flatMap((key) => texts.map((text) => [...key, text]));
  }
  return keys.map(keyOf);
}

/** What look-ups find once the document is whole. */
export class Answers {
  readonly #answered = new Set<string>();
  /** What is said of a record, however often the extract has it. */
  readonly #said = new Set<string>();
  /** By kind and field: how many asked, and whether one found an entry. */
  readonly #asked = new Map<string, { readonly of: Ask; count: number; isFound: boolean }>();

  constructor(
    private readonly indexes: ReadonlyMap<number, LookupIndex>,
    private readonly scalars: Scalars,
  ) {}

  of(ask: Ask): Answer {
    const { kind, row, field, lookup, keys } = ask;
    const place = `${kind}\0${String(row)}\0${String(field)}`;
    if (this.#answered.has(place)) return nothing;
    const entries = this.indexes.get(lookup.index)?.find(keys) ?? [];
    if (keys.length > 0) this.#note(ask, entries.length > 0);
    const answer = this.#choose(lookup, entries);
    if (answer.cell !== null) this.#answered.add(place);
    if (answer.findings.length === 0) return answer;
    return { ...answer, findings: answer.findings.filter(({ rule }) => this.#isNew([kind, field, ...ask.id, rule])) };
  }

  #isNew(of: readonly (string | number)[]): boolean {
    const key = of.join('\0');
    const isNew = !this.#said.has(key);
    this.#said.add(key);
    return isNew;
  }

  /** The look-ups that found nothing for anyone. */
  empty(): ExtractFinding[] {
    const empty = [...this.#asked.values()].filter(({ count, isFound }) => count >= few && !isFound);
    return empty.map(({ of: { kind, lookup }, count }) => {
      const because = `None of ${counted(count, 'look-up')} of ${lookup.path} finds an entry of ${lookup.section}. Is \`match\` right?`;
      const about = { kind, recordId: null, field: lookup.path, position: null };
      return { severity: 'warning', rule: builtInRules.emptyLookup, ...about, because };
    });
  }

  #note(ask: Ask, isFound: boolean): void {
    const key = `${ask.kind}\0${String(ask.field)}\0${String(ask.lookup.index)}`;
    const known = this.#asked.get(key) ?? { of: ask, count: 0, isFound: false };
    known.count++;
    known.isFound ||= isFound;
    this.#asked.set(key, known);
  }

  #choose({ slot, definition, isOrdered, path }: LookupPlan, entries: readonly IndexedEntry[]): Answer {
    let cell: Cell | null = null;
    const findings = new Map<string, string>();
    for (const { values } of entries) {
      const read = this.scalars.cellOf(values[slot] ?? this.scalars.blank, definition);
      if (read === null) {
        const { wanted } = this.scalars.definitions[definition];
        findings.set(builtInRules.badValue, `${path} is not ${wanted}; it counts as blank.`);
      } else if (read !== blank) {
        cell ??= read;
        if (this.#differ(cell, read) && !isOrdered)
          findings.set(builtInRules.lookupDiffers, `Several values of ${path} fit, and they differ; the first stays.`);
        if (isOrdered) break;
      }
    }
    return { cell, findings: Array.from(findings, ([rule, because]) => ({ rule, because })) };
  }

  #differ(a: Cell, b: Cell): boolean {
    return this.scalars.dictionary.at(a) !== this.scalars.dictionary.at(b);
  }
}
