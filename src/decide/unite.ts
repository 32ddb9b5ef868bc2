import { linkId } from '../extract/link-ids.js';
import type { Extract } from '../extract/extract.js';
import { KeptFindings } from '../extract/items/kept-findings.js';
import type { Field, LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import type { Table } from '../table/table.js';
import { allDangle, allDangleFindings } from './all-dangle.js';
import { settleBadMarks } from './bad-marks.js';
import type { Finding } from './decision.js';
import { placeIn, plainFinding, type Findings } from './findings.js';
import { namedBy, putIds } from './records-by.js';
import { indexesTo, LinkSet, named, RecordSet, World } from './world.js';

/** The result of uniting: the world, the conflicts, and how many repeats each kind had. */
export interface United {
  readonly world: World;
  readonly findings: Findings;
  readonly merged: ReadonlyMap<string, number>;
}

/** Makes one record of those that repeat an id: each field keeps the first value that is not blank. */
export function unite(extract: Extract, pipeline: Pipeline): United {
  const tables = extract.tables.copy();
  const findings: Findings = new KeptFindings(pipeline.limits.findings);
  const merged = new Map<string, number>();
  const records = new Map<string, RecordSet>();
  for (const kind of pipeline.records) {
    const read = tables.of(kind.name);
    const set = uniteRecords(kind, read, findings);
    records.set(kind.name, set);
    merged.set(kind.name, read.length - set.size);
  }
  const links = pipeline.links.map((kind) => {
    const read = tables.of(kind.name);
    const [first, second] = kind.ends.map(({ to }) => named(records, to));
    const set = uniteLinks(kind, read, [first, second], findings);
    findings.push(...allDangleFindings(set));
    merged.set(kind.name, read.length - set.size);
    return set;
  });
  return { world: new World([...records.values()], links), findings, merged };
}

function uniteRecords(kind: RecordKind, read: Table, findings: Findings): RecordSet {
  const conflicts = new Conflicts(kind.name, kind.fields, read, findings);
  const firsts = read.firstAlike();
  for (let row = 0; row < firsts.length; row++) {
    if (firsts[row] === row) continue;
    conflicts.noteUnlike(read.id(row), firsts[row], row);
    conflicts.unite(read.id(row), firsts[row], row);
  }
  const rows = read.pick(notRepeated(firsts));
  settleBadMarks(kind, rows);
  const ids: string[] = [];
  for (let row = 0; row < rows.length; row++) ids.push(rows.id(row));
  return new RecordSet(kind, ids, rows);
}

function uniteLinks(kind: LinkKind, read: Table, [first, second]: readonly RecordSet[], findings: Findings): LinkSet {
  const by = namedBy(kind, [first, second]);
  putIds(read, by);
  const conflicts = new Conflicts(kind.name, kind.fields, read, findings);
  const named = new FirstNamed(kind, findings);
  const firsts = kind.areRowsApart ? indexesTo(read.length) : read.firstAlike();
  const keys: (readonly string[])[] = [];
  /** By row that stays, its index among those that stay. */
  const indexes = new Int32Array(read.length);
  let kept = 0;
  const idsAt = (row: number) => [read.id(row, 0), read.id(row, 1)] as const;
  // A list of one key: nearly all links of a kind have the same one, one after another.
  let alone: readonly [string] = [''];
  for (let row = 0; row < firsts.length; row++) {
    const key = read.key(row);
    if (key !== alone[0]) alone = [key];
    const names = key !== '' && (named.isList(key) || named.names(key, idsAt(row), read, row));
    const before = firsts[row];
    if (before === row) {
      indexes[row] = kept++;
      keys.push(names ? alone : noKeys);
      continue;
    }
    const known = keys[indexes[before]];
    if (names && !known.includes(key)) keys[indexes[before]] = [...known, key];
    conflicts.unite(linkId(idsAt(row)), before, row);
  }
  const rows = read.pick(notRepeated(firsts));
  settleBadMarks(kind, rows);
  const joined = [
    { records: first, at: first.rows.rowsAt(rows, 0) },
    { records: second, at: second.rows.rowsAt(rows, 1) },
  ] as const;
  const set = new LinkSet(kind, joined, keys, rows, by);
  set.allDangle = allDangle(set);
  return set;
}

const noKeys: readonly string[] = [];

function notRepeated(firsts: Int32Array): Int32Array {
  const rows = new Int32Array(firsts.length);
  let kept = 0;
  for (let row = 0; row < firsts.length; row++) if (firsts[row] === row) rows[kept++] = row;
  return rows.subarray(0, kept);
}

/** A field that takes one id names only its first usable one; a later, different one is a conflict. */
class FirstNamed {
  readonly #first = new Map<string, string>();
  readonly #noted = new Set<string>();
  readonly #single: ReadonlySet<string>;
  readonly #holder: 0 | 1;

  constructor(
    private readonly kind: LinkKind,
    private readonly findings: Findings,
  ) {
    this.#holder = kind.ends[0].keys.length === 0 ? 0 : 1;
    const named = kind.ends[this.#holder === 0 ? 1 : 0].keys;
    this.#single = new Set(named.filter((key) => !key.list).map((key) => key.key));
  }

  isList(key: string): boolean {
    return !this.#single.has(key);
  }

  /** Whether a key that is not a list names the two. */
  names(key: string, [firstId, secondId]: readonly [string, string], rows: Table, row: number): boolean {
    const [holder, other] = this.#holder === 0 ? [firstId, secondId] : [secondId, firstId];
    const named = `${key}\0${holder}`;
    const first = this.#first.get(named);
    if (first === undefined) this.#first.set(named, other);
    if (first === undefined || first === other) return true;
    if (!this.#noted.has(named)) {
      this.#noted.add(named);
      this.findings.push(conflict(this.kind.ends[this.#holder].to, holder, key, placeIn(rows, row)));
    }
    return false;
  }
}

class Conflicts {
  readonly #noted = new Set<string>();
  readonly #unlike = new Set<number>();
  /** The fields that the extract gives, each source once. */
  readonly #sources: readonly number[];

  constructor(
    private readonly kind: string,
    private readonly fields: readonly Field[],
    private readonly rows: Table,
    private readonly findings: Findings,
  ) {
    this.#sources = [...fields.keys()].filter((at) => {
      const { from } = fields[at];
      return from !== null && fields.findIndex((other) => other.from === from) === at;
    });
  }

  /** Notes, once an id, that rows have so little in common that they may be several records. */
  noteUnlike(id: string, kept: number, later: number): void {
    if (this.#unlike.has(kept) || !this.#areUnlike(kept, later)) return;
    this.#unlike.add(kept);
    const because =
      'It is there more than once, and most fields differ: are these several records, and the id only a part of theirs?';
    const place = placeIn(this.rows, later);
    const about = { kind: this.kind, recordId: id, ...place, because };
    this.findings.push(plainFinding('warning', builtInRules.repeatUnlike, about));
  }

  /** More than half of the fields that both have differ, and at least two. */
  #areUnlike(kept: number, later: number): boolean {
    let both = 0;
    let different = 0;
    for (const field of this.#sources) {
      const [before, value] = [this.rows.at(kept, field), this.rows.at(later, field)];
      if (before === null || value === null) continue;
      both++;
      if (before !== value) different++;
    }
    return different > 1 && different * 2 > both;
  }

  /** Fills the blanks of the kept row from a later one. */
  unite(id: string, kept: number, later: number): void {
    this.fields.forEach((field, index) => {
      const value = this.rows.at(later, index);
      if (value === null || field.from === null) return;
      const before = this.rows.at(kept, index);
      if (before === null) {
        this.rows.put(kept, index, value);
      } else if (before !== value && !this.#noted.has(`${field.from}\0${id}`)) {
        this.#noted.add(`${field.from}\0${id}`);
        this.findings.push(conflict(this.kind, id, field.from, placeIn(this.rows, later)));
      }
    });
  }
}

function conflict(kind: string, id: string, field: string, place: Pick<Finding, 'position' | 'section'>): Finding {
  const because = `It is there more than once, with different values of ${field}; the first stays.`;
  return plainFinding('conflict', builtInRules.repeatDiffers, { kind, recordId: id, field, ...place, because });
}
