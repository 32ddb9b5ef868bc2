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
  for (const kind of pipeline.records) {
    const read = setNamed(extract.records, kind.name);
    const set = uniteRecords(kind, read, findings);
    records.set(kind.name, set);
    merged.set(kind.name, read.ids.length - set.ids.length);
  }
  const links = new Map<string, LinkSet>();
  for (const kind of pipeline.links) {
    const read = setNamed(extract.links, kind.name);
    const set = uniteLinks(kind, read, records, findings);
    links.set(kind.name, set);
    merged.set(kind.name, read.first.length - set.ids.length);
  }
  return { world: { records, links }, findings, merged };
}

function uniteRecords(kind: RecordKind, read: ExtractedRecords, findings: Finding[]): RecordSet {
  const set: RecordSet = {
    kind,
    ids: [],
    indexOf: new Map(),
    positions: [],
    values: [],
    otherHalf: new Map(),
    firstSecondHalf: 0,
  };
  const conflicts = new Conflicts(kind.name, kind.fields, findings);
  read.ids.forEach((id, at) => {
    const values = read.values[at] ?? [];
    const position = read.positions[at] ?? 0;
    const known = set.indexOf.get(id);
    if (known !== undefined) {
      conflicts.unite(id, position, set.values[known] ?? [], values);
      return;
    }
    set.indexOf.set(id, set.ids.length);
    set.ids.push(id);
    set.positions.push(position);
    set.values.push(values.slice());
  });
  set.firstSecondHalf = set.ids.length;
  return set;
}

function uniteLinks(
  kind: LinkKind,
  read: ExtractedLinks,
  records: ReadonlyMap<string, RecordSet>,
  findings: Finding[],
): LinkSet {
  const set: LinkSet = { kind, ids: [], ends: [[], []], positions: [], keys: [], values: [] };
  const conflicts = new Conflicts(kind.name, kind.fields, findings);
  const named = new FirstNamed(kind, findings);
  const indexOf = new Map<string, number>();
  const [first, second] = kind.ends.map((end) => setNamed(records, end.to).indexOf) as [
    Map<string, number>,
    Map<string, number>,
  ];
  read.first.forEach((firstId, at) => {
    const secondId = read.second[at] ?? '';
    const position = read.positions[at] ?? 0;
    const key = read.keys[at] ?? '';
    const names = key !== '' && named.names(key, firstId, secondId, position);
    const values = read.values[at] ?? kind.fields.map((field) => field.constant);
    // Ids hold no U+0000, so no two pairs share this key.
    const pair = `${firstId}\0${secondId}`;
    const known = indexOf.get(pair);
    if (known !== undefined) {
      const keys = set.keys[known] ?? [];
      if (names && !keys.includes(key)) keys.push(key);
      if (read.values[at] !== undefined)
        conflicts.unite(linkId([firstId, secondId]), position, set.values[known] ?? [], values);
      return;
    }
    indexOf.set(pair, set.ids.length);
    set.ids.push([firstId, secondId]);
    set.ends[0].push(first.get(firstId) ?? nowhere);
    set.ends[1].push(second.get(secondId) ?? nowhere);
    set.positions.push(position);
    set.keys.push(names ? [key] : []);
    set.values.push(values.slice());
  });
  return set;
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

  names(key: string, firstId: string, secondId: string, position: number): boolean {
    if (!this.#single.has(key)) return true;
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

  unite(id: string, position: number, kept: Value[], later: readonly Value[]): void {
    this.fields.forEach((field, index) => {
      const value = later[index] ?? null;
      if (value === null || field.from === null) return;
      if ((kept[index] ?? null) === null) {
        kept[index] = value;
      } else if (kept[index] !== value && !this.#noted.has(`${field.from}\0${id}`)) {
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
