import type { Extract, ExtractedLinks, ExtractedRecords, Value } from '../extract/extract.js';
import { linkId } from '../extract/section-reader.js';
import type { Field, LinkKind, Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { builtInRules } from '../pipeline/rule.js';
import type { Finding } from './decision.js';
import { plainFinding } from './findings.js';
import { nowhere, setNamed, type LinkSet, type RecordSet, type World } from './world.js';

/** What came of uniting: the world, the conflicts, and how many repeats each kind had. */
export interface United {
  readonly world: World;
  readonly findings: Finding[];
  readonly merged: ReadonlyMap<string, number>;
}

/** Makes one record of those that repeat an id: of each field the first value that is not blank stays. */
export function unite(extract: Extract, pipeline: Pipeline): United {
  const findings: Finding[] = [];
  const merged = new Map<string, number>();
  const records = new Map<string, RecordSet>();
  const places = new Map<string, Int32Array>();
  for (const kind of pipeline.records) {
    const read = setNamed(extract.records, kind.name);
    const place = new Int32Array(extract.values.length).fill(nowhere);
    const set = uniteRecords(kind, read, extract.values, place, findings);
    places.set(kind.name, place);
    records.set(kind.name, set);
    merged.set(kind.name, read.ids.length - set.ids.length);
  }
  const links = new Map<string, LinkSet>();
  for (const kind of pipeline.links) {
    const read = setNamed(extract.links, kind.name);
    const set = uniteLinks(kind, read, extract.values, places, findings);
    links.set(kind.name, set);
    merged.set(kind.name, read.first.length - set.positions.length);
  }
  return { world: { records, links }, findings, merged };
}

/** @param place for each number, the index of the record with that id: filled here */
function uniteRecords(
  kind: RecordKind,
  read: ExtractedRecords,
  values: readonly Value[],
  place: Int32Array,
  findings: Finding[],
): RecordSet {
  const ids: string[] = [];
  const positions: number[] = [];
  const united: (readonly Value[])[] = [];
  const conflicts = new Conflicts(kind.name, kind.fields, findings);
  const width = kind.fields.length;
  for (let at = 0; at < read.ids.length; at++) {
    const id = values[read.ids[at]] as string;
    const known = place[read.ids[at]];
    const row = rowAt(read.values, at, width, values);
    if (known !== nowhere) {
      united[known] = conflicts.unite(id, read.positions[at], united[known], row);
      continue;
    }
    place[read.ids[at]] = ids.length;
    ids.push(id);
    positions.push(read.positions[at]);
    united.push(row);
  }
  const more = { otherHalf: new Map<number, number>(), firstSecondHalf: ids.length };
  return { kind, ids, positions, values: united, ...more };
}

function uniteLinks(
  kind: LinkKind,
  read: ExtractedLinks,
  values: readonly Value[],
  places: ReadonlyMap<string, Int32Array>,
  findings: Finding[],
): LinkSet {
  const size = read.first.length;
  const firsts = new Int32Array(size);
  const seconds = new Int32Array(size);
  const endIds: readonly [string[], string[]] = [[], []];
  const positions: number[] = [];
  const linkKeys: (readonly string[])[] = [];
  const linkValues: (readonly Value[])[] = [];
  const conflicts = new Conflicts(kind.name, kind.fields, findings);
  const named = new FirstNamed(kind, findings);
  const [firstPlace, secondPlace] = kind.ends.map((end) => setNamed(places, end.to));
  const pairs = new Pairs(firsts, seconds);
  const constants = kind.fields.map((field) => field.constant);
  const width = kind.fields.length;
  const hasValues = read.values.length > 0;
  // A list of one key, which nearly all links of a kind have, one after another.
  let alone: readonly string[] = noKeys;
  let keyNumber = -1;
  let isList = false;
  for (let at = 0; at < size; at++) {
    const [firstId, secondId] = [values[read.first[at]] as string, values[read.second[at]] as string];
    if (read.keys[at] !== keyNumber) {
      keyNumber = read.keys[at];
      alone = [values[keyNumber] as string];
      isList = named.isList(alone[0]);
    }
    const [key] = alone;
    const names = key !== '' && (isList || named.names(key, firstId, secondId, read.positions[at]));
    const row = hasValues ? rowAt(read.values, at, width, values) : constants;
    const known = pairs.add(firstPlace[read.first[at]], secondPlace[read.second[at]], firstId, secondId);
    if (known !== null) {
      if (names && !linkKeys[known].includes(key)) linkKeys[known] = [...linkKeys[known], key];
      if (hasValues) {
        const id = linkId([firstId, secondId]);
        linkValues[known] = conflicts.unite(id, read.positions[at], linkValues[known], row);
      }
      continue;
    }
    endIds[0].push(firstId);
    endIds[1].push(secondId);
    positions.push(read.positions[at]);
    linkKeys.push(names ? alone : noKeys);
    linkValues.push(row);
  }
  const ends = [firsts.subarray(0, pairs.size), seconds.subarray(0, pairs.size)] as const;
  return { kind, endIds, ends, positions, keys: linkKeys, values: linkValues };
}

function rowAt(numbers: Int32Array, at: number, width: number, values: readonly Value[]): readonly Value[] {
  const row = new Array<Value>(width);
  for (let field = 0, from = at * width; field < width; field++) row[field] = values[numbers[from + field]];
  return row;
}

const noKeys: readonly string[] = [];

/**
 * Which links there are, by their ends. A table of its own in place of a Map of texts made of two ids, which cost as much
 * as all else that is done for a link; it has a place for each link, twice over, and so never fills.
 */
class Pairs {
  readonly #places: Int32Array;
  readonly #dangling = new Map<string, number>();
  #size = 0;

  /**
   * @param firsts the first ends of the pairs, which are put there as they come; it has room for all
   * @param seconds the same of the second ones
   */
  constructor(
    private readonly firsts: Int32Array,
    private readonly seconds: Int32Array,
  ) {
    this.#places = new Int32Array(2 ** Math.ceil(Math.log2(2 * firsts.length + 1)));
  }

  get size(): number {
    return this.#size;
  }

  /** @returns the index under which the pair stands already; null where it is new, and stands under the next one now */
  add(first: number, second: number, firstId: string, secondId: string): number | null {
    const known = this.#find(first, second, firstId, secondId);
    if (known !== null) return known;
    this.firsts[this.#size] = first;
    this.seconds[this.#size] = second;
    this.#size++;
    return null;
  }

  #find(first: number, second: number, firstId: string, secondId: string): number | null {
    const next = this.#size;
    if (first === nowhere || second === nowhere) {
      // Ids hold no U+0000, so no two pairs share this key.
      const pair = `${firstId}\0${secondId}`;
      const known = this.#dangling.get(pair);
      if (known === undefined) this.#dangling.set(pair, next);
      return known ?? null;
    }
    const last = this.#places.length - 1;
    for (let place = mix(first, second) & last; ; place = (place + 1) & last) {
      // One more than the index, so that zero is a free place.
      const known = this.#places[place] - 1;
      if (known < 0) {
        this.#places[place] = next + 1;
        return null;
      }
      if (this.firsts[known] === first && this.seconds[known] === second) return known;
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
    private readonly findings: Finding[],
  ) {
    this.#holder = kind.ends[0].keys.length === 0 ? 0 : 1;
    const named = kind.ends[this.#holder === 0 ? 1 : 0].keys;
    this.#single = new Set(named.filter((key) => !key.list).map((key) => key.key));
  }

  isList(key: string): boolean {
    return !this.#single.has(key);
  }

  /** Whether a key that is no list names the two. */
  names(key: string, firstId: string, secondId: string, position: number): boolean {
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
    private readonly findings: Finding[],
  ) {}

  /** @returns what is kept, with what it lacked */
  unite(id: string, position: number, kept: readonly Value[], later: readonly Value[]): readonly Value[] {
    let united = kept;
    this.fields.forEach((field, index) => {
      const value = later[index] ?? null;
      if (value === null || field.from === null) return;
      if ((kept[index] ?? null) === null) {
        united = united.with(index, value);
      } else if (kept[index] !== value && !this.#noted.has(`${field.from}\0${id}`)) {
        this.#noted.add(`${field.from}\0${id}`);
        this.findings.push(conflict(this.kind, id, field.from, position));
      }
    });
    return united;
  }
}

function conflict(kind: string, id: string, field: string, position: number): Finding {
  const because = `It stands more than once, with different values of ${field}; the first stays.`;
  return plainFinding('conflict', builtInRules.repeatDiffers, { kind, recordId: id, field, position, because });
}
