import type { Extract, ExtractedLinks, ExtractedRecords } from '../extract/extract.js';
import { KeptFindings } from '../extract/items/kept-findings.js';
import { linkId } from '../extract/items/section-reader.js';
import type { Field, LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import { allDangle, allDangleFindings } from './all-dangle.js';
import type { Finding } from './decision.js';
import { plainFinding, type Findings } from './findings.js';
import { NamingKeys } from './naming-keys.js';
import { picked, Rows, Values } from './rows.js';
import { LinkSet, named, nowhere, RecordSet, World, type Joined } from './world.js';

/** What came of uniting: the world, the conflicts, and how many repeats each kind had. */
export interface United {
  readonly world: World;
  readonly findings: Findings;
  readonly merged: ReadonlyMap<string, number>;
}

/** Makes one record of those that repeat an id: of each field the first value that is not blank stays. */
export function unite(extract: Extract, pipeline: Pipeline): United {
  const values = new Values(extract.values);
  const findings: Findings = new KeptFindings(pipeline.limits.findings);
  const merged = new Map<string, number>();
  const known = new Map<string, Known>();
  for (const kind of pipeline.records) {
    const read = named(extract.records, kind.name);
    const place = new Int32Array(extract.values.length).fill(nowhere);
    const records = uniteRecords(kind, read, values, place, findings);
    known.set(kind.name, { records, place });
    merged.set(kind.name, read.ids.length - records.size);
  }
  const links = pipeline.links.map((kind) => {
    const read = named(extract.links, kind.name);
    const [first, second] = kind.ends.map(({ to }) => named(known, to));
    const set = uniteLinks(kind, read, values, [first, second], findings);
    findings.push(...allDangleFindings(set));
    merged.set(kind.name, read.first.length - set.size);
    return set;
  });
  return {
    world: new World(
      [...known.values()].map(({ records }) => records),
      links,
    ),
    findings,
    merged,
  };
}

/** @param place for each number, the index of the record with that id: filled here */
function uniteRecords(
  kind: RecordKind,
  read: ExtractedRecords,
  values: Values,
  place: Int32Array,
  findings: Findings,
): RecordSet {
  const size = read.ids.length;
  const rows = Rows.of(values, kind.fields.length, read.values, size);
  const conflicts = new Conflicts(kind.name, kind.fields, rows, findings);
  const firsts = new Int32Array(size);
  const ids: string[] = [];
  for (let at = 0; at < size; at++) {
    const known = place[read.ids[at]];
    const id = values.at(read.ids[at]) as string;
    if (known !== nowhere) {
      conflicts.unite(id, read.positions[at], firsts[known], at);
      continue;
    }
    place[read.ids[at]] = ids.length;
    firsts[ids.length] = at;
    ids.push(id);
  }
  const kept = firsts.subarray(0, ids.length);
  return new RecordSet(kind, ids, picked(read.positions, kept), rows.only(kept));
}

/** The records of a kind, by their ids. */
interface Known {
  readonly records: RecordSet;
  /** For each number, the index of the record with that id. */
  readonly place: Int32Array;
}

function uniteLinks(
  kind: LinkKind,
  read: ExtractedLinks,
  values: Values,
  [first, second]: readonly [Known, Known],
  findings: Findings,
): LinkSet {
  const size = read.first.length;
  const hasValues = read.values.length > 0;
  const rows = hasValues
    ? Rows.of(values, kind.fields.length, read.values, size)
    : Rows.same(
        values,
        kind.fields.map((field) => field.constant),
        size,
      );
  const conflicts = new Conflicts(kind.name, kind.fields, rows, findings);
  const named = new FirstNamed(kind, findings);
  const pairs = new Pairs(read.first, read.second);
  const keys = new NamingKeys(size);
  const idsAt = (at: number) => [values.at(read.first[at]) as string, values.at(read.second[at]) as string] as const;
  // A list of one key, which nearly all links of a kind have, one after another.
  let alone: readonly string[] = noKeys;
  let keyNumber = -1;
  let isList = false;
  for (let at = 0; at < size; at++) {
    if (read.keys[at] !== keyNumber) {
      keyNumber = read.keys[at];
      alone = [values.at(keyNumber) as string];
      isList = named.isList(alone[0]);
    }
    const [key] = alone;
    const position = read.positions[at];
    const names = key !== '' && (isList || named.names(key, idsAt(at), position));
    const known = pairs.add(at);
    if (known === null) {
      keys.push(names ? alone : noKeys);
      continue;
    }
    if (names) keys.add(known, key);
    if (hasValues) conflicts.unite(linkId(idsAt(at)), position, pairs.firsts[known], at);
  }
  const { firsts } = pairs;
  const joined = [joinedAt(read.first, firsts, values, first), joinedAt(read.second, firsts, values, second)] as const;
  const set = new LinkSet(kind, joined, picked(read.positions, firsts), keys, rows.only(firsts));
  set.allDangle = allDangle(set);
  return set;
}

/** For each link the record at one of its ends, or the id of one that there is not. */
function joinedAt(ids: Int32Array, links: Int32Array, values: Values, { records, place }: Known): Joined {
  const missing = new Map<number, string>();
  const at = links.map((row, link) => {
    const index = place[ids[row]];
    if (index === nowhere) missing.set(link, values.at(ids[row]) as string);
    return index;
  });
  return { records, at, missing };
}

const noKeys: readonly string[] = [];

/**
 * Which links there are, by the numbers of the ids at their ends. A table of its own in place of a Map of texts made of two
 * ids, which cost as much as all else that is done for a link; it has a place for each link, twice over, and so never fills.
 */
class Pairs {
  readonly #places: Int32Array;
  readonly #firsts: Int32Array;
  #size = 0;

  constructor(
    private readonly first: Int32Array,
    private readonly second: Int32Array,
  ) {
    this.#firsts = new Int32Array(first.length);
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(2 * first.length + 1)));
  }

  /** Where each pair stood first. */
  get firsts(): Int32Array {
    return this.#firsts.subarray(0, this.#size);
  }

  /** @returns the index under which the pair that stands here is known; null where it is new, and is known under the next one now */
  add(at: number): number | null {
    const [first, second] = [this.first[at], this.second[at]];
    const last = this.#places.length - 1;
    for (let place = mix(first, second) & last; ; place = (place + 1) & last) {
      // One more than the index, so that zero is a free place.
      const known = this.#places[place] - 1;
      if (known < 0) {
        this.#firsts[this.#size++] = at;
        this.#places[place] = this.#size;
        return null;
      }
      const earlier = this.#firsts[known];
      if (this.first[earlier] === first && this.second[earlier] === second) return known;
    }
  }
}

function mix(first: number, second: number): number {
  const mixed = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
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

  /** Whether a key that is no list names the two. */
  names(key: string, [firstId, secondId]: readonly [string, string], position: number): boolean {
    const [holder, other] = this.#holder === 0 ? [firstId, secondId] : [secondId, firstId];
    const place = `${key}\0${holder}`;
    const first = this.#first.get(place);
    if (first === undefined) this.#first.set(place, other);
    if (first === undefined || first === other) return true;
    if (!this.#noted.has(place)) {
      this.#noted.add(place);
      this.findings.push(conflict(this.kind.ends[this.#holder].to, holder, key, position));
    }
    return false;
  }
}

class Conflicts {
  readonly #noted = new Set<string>();

  constructor(
    private readonly kind: string,
    private readonly fields: readonly Field[],
    private readonly rows: Rows,
    private readonly findings: Findings,
  ) {}

  /** Gives the row that is kept what it lacks of a later one. */
  unite(id: string, position: number, kept: number, later: number): void {
    this.fields.forEach((field, index) => {
      const value = this.rows.at(later, index);
      if (value === null || field.from === null) return;
      const before = this.rows.at(kept, index);
      if (before === null) {
        this.rows.put(kept, index, value);
      } else if (before !== value && !this.#noted.has(`${field.from}\0${id}`)) {
        this.#noted.add(`${field.from}\0${id}`);
        this.findings.push(conflict(this.kind, id, field.from, position));
      }
    });
  }
}

function conflict(kind: string, id: string, field: string, position: number): Finding {
  const because = `It stands more than once, with different values of ${field}; the first stays.`;
  return plainFinding('conflict', builtInRules.repeatDiffers, { kind, recordId: id, field, position, because });
}
