import { builtInRules } from '../../pipeline/rules/rule.js';
import { pathInList } from '../../pipeline/source/source-path.js';
import { counted } from '../../pipeline/text/counted.js';
import { blank, type Cell } from '../../table/dictionary.js';
import type { Table } from '../../table/table.js';
import type { ExtractFinding } from '../extract.js';
import type { RawRecord } from '../json/raw-object.js';
import { asId } from '../plan/definition.js';
import type { LookupPlan } from '../plan/section-plan.js';
import { keyOf, type IndexedEntry, type LookupIndex } from './lookup-index.js';
import type { Rank } from './rank.js';
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
  /** The field that notes a bad value; null if none does. */
  readonly mark: number | null;
  readonly position: number;
  /** What an entry has to match, in any of these ways. */
  readonly keys: readonly string[];
}

interface Answer {
  /** Null if nothing is found. */
  readonly cell: Cell | null;
  /** Whether nothing is found because of a bad value. */
  readonly isBad: boolean;
  readonly findings: readonly { readonly rule: string; readonly path: string; readonly because: string }[];
}

const nothing: Answer = { cell: null, isBad: false, findings: [] };

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
    const index = this.indexes.get(lookup.index);
    const entries = index?.find(keys) ?? [];
    if (keys.length > 0)
      this.#note(
        ask,
        entries.some(({ isFit }) => isFit),
      );
    const answer = this.#choose(lookup, entries, index);
    if (answer.cell !== null) this.#answered.add(place);
    if (answer.findings.length === 0) return answer;
    const findings = answer.findings.filter(({ rule, path }) => this.#isNew([kind, ...ask.id, rule, path]));
    return { ...answer, findings };
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
      const because = `None of ${counted(count, 'look-up')} of ${lookup.path} finds an entry of ${lookup.section}. ${this.indexes.get(lookup.index)?.question ?? 'Is `match` right?'}`;
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

  #choose(
    { slot, definition, isFirst, path, section }: LookupPlan,
    entries: readonly IndexedEntry[],
    index: LookupIndex | undefined,
  ): Answer {
    let cell: Cell | null = null;
    let best: Rank = null;
    const findings = new Map<string, Answer['findings'][number]>();
    const noteBad = (path: string, wanted: string) =>
      findings.set(path, {
        rule: builtInRules.badValue,
        path,
        because: `${path} is not ${wanted}; it counts as blank.`,
      });
    for (const { bad } of entries)
      for (const column of bad) {
        const of = index?.wanted(column);
        if (of !== undefined) noteBad(pathInList(section, of.path), of.wanted);
      }
    for (const { isFit, rank, values } of entries) {
      if (!isFit) continue;
      if (cell !== null && (isFirst || rank !== best)) break;
      const read = this.scalars.cellOf(values[slot] ?? this.scalars.blank, definition);
      if (read === null) noteBad(path, this.scalars.definitions[definition].wanted);
      else if (read !== blank && cell === null) {
        cell = read;
        best = rank;
      } else if (read !== blank && cell !== null && this.#differ(cell, read)) {
        const because = `Several values of ${path} fit, and they differ; the first stays.`;
        findings.set(builtInRules.lookupDiffers, { rule: builtInRules.lookupDiffers, path, because });
      }
    }
    const all = [...findings.values()];
    return { cell, isBad: cell === null && all.length > 0, findings: all };
  }

  #differ(a: Cell, b: Cell): boolean {
    return this.scalars.dictionary.at(a) !== this.scalars.dictionary.at(b);
  }
}
