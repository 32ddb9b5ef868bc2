import { kindsOf, sectionsOf, type LinkKind, type Pipeline, type RecordKind } from '../../pipeline/pipeline.js';
import { builtInRules } from '../../pipeline/rules/rule.js';
import { counted } from '../../pipeline/text/counted.js';
import type { Cell, Dictionary } from '../../table/dictionary.js';
import type { Table } from '../../table/table.js';
import type { Extract, ExtractFinding } from '../extract.js';
import type { SaidSchool } from './school-values.js';
import type { NotedFinding, OwnSchools } from './section-reading.js';

/** What a document has of several schools, before anybody knows what is whose. */
export interface Shared extends Omit<Extract, 'school' | 'name' | 'findings'> {
  readonly findings: readonly NotedFinding[];
  /** By kind, the schools that each row says, and each entry without a usable id. */
  readonly schools: ReadonlyMap<string, readonly OwnSchools[]>;
  readonly rejectedOf: ReadonlyMap<string, readonly OwnSchools[]>;
  /** By kind, the section of each row. */
  readonly sections: ReadonlyMap<string, readonly string[]>;
  /** Ids that stand in the list of schools and are of none, such as a trust's. */
  readonly others: ReadonlySet<Cell>;
}

/** Schools by their places among those of the document; null for all of them. */
type Places = ReadonlySet<number> | null;

/** The schools of the records that a link may name. */
interface Named {
  readonly places: Places;
  /** Whether they are different records in different schools. */
  readonly isSeveral: boolean;
}

const nowhere: Places = new Set();

/**
 * Parts a document into its schools. A record belongs to those that it says, or to all; a link to those that it says, or
 * to those of both its ends, where an end that no record of the document has is not asked.
 */
export function bySchool(
  shared: Shared,
  said: readonly SaidSchool[],
  pipeline: Pipeline,
  dictionary: Dictionary,
): Extract[] {
  const membership = new Membership(shared, said, pipeline, dictionary);
  return said.map(({ school, name }, at) => {
    const rows = new Map(membership.kinds.map((kind) => [kind, membership.rowsOf(kind, at)]));
    const rejected = new Map(membership.kinds.map((kind) => [kind, membership.rejectedOf(kind, at)]));
    const outside = new Map(
      membership.kinds.map((kind) => [
        kind,
        membership.entriesOf(kind) - (rows.get(kind)?.length ?? 0) - (rejected.get(kind) ?? 0),
      ]),
    );
    const findings = shared.findings.filter((finding) => membership.has(finding, at)).map(withoutSchools(pipeline));
    const { extractedAt, extractedInstant, leftOut, absent, furtherFindings } = shared;
    return {
      ...{ school, name, extractedAt, extractedInstant, rejected, outside, leftOut, absent, furtherFindings },
      tables: shared.tables.pick(rows),
      findings: [...findings, ...membership.ofUnknownSchools(at), ...(at === 0 ? membership.ofNoSchool() : [])],
    };
  });
}

class Membership {
  readonly kinds: readonly string[];
  readonly #places = new Map<number, number>();
  readonly #rows = new Map<string, readonly Places[]>();
  readonly #rejected = new Map<string, readonly Places[]>();
  /** By kind, how many links could be of several schools, because these use the same ids. */
  readonly #unclear = new Map<string, number>();
  /** By kind, section and position in it, the schools of the entry. */
  readonly #atPosition = new Map<string, Places>();

  constructor(
    private readonly shared: Shared,
    private readonly said: readonly SaidSchool[],
    private readonly pipeline: Pipeline,
    dictionary: Dictionary,
  ) {
    this.kinds = kindsOf(pipeline).map(({ name }) => name);
    for (const [at, { school }] of said.entries()) this.#places.set(dictionary.id(school), at);
    for (const kind of pipeline.records) this.#note(kind.name, this.#ofRecords(kind));
    for (const kind of pipeline.links) this.#note(kind.name, this.#ofLinks(kind));
    for (const { name } of kindsOf(pipeline))
      this.#rejected.set(
        name,
        (shared.rejectedOf.get(name) ?? []).map((own) => this.#ofEntry(name, own)),
      );
  }

  entriesOf(kind: string): number {
    return this.#table(kind).length + (this.shared.rejected.get(kind) ?? 0) + (this.shared.outside.get(kind) ?? 0);
  }

  rowsOf(kind: string, at: number): Int32Array {
    const rows = (this.#rows.get(kind) ?? []).flatMap((places, row) => (isIn(places, at) ? row : []));
    return Int32Array.from(rows);
  }

  rejectedOf(kind: string, at: number): number {
    return (this.#rejected.get(kind) ?? []).filter((places) => isIn(places, at)).length;
  }

  /** What is said of no single entry is said to every school. */
  has({ kind, position, schools, section = '' }: NotedFinding, at: number): boolean {
    if (kind === null || position === null) return true;
    const own = schools === undefined || schools === null ? null : this.#ofOwn(schools);
    const places = own ?? this.#atPosition.get(placeOf(kind, section, position)) ?? this.#ofEntry(kind, null);
    // What is said of an entry of nobody is said once a document.
    return isIn(places, at) || (at === 0 && places?.size === 0);
  }

  /** Once a document: how many entries belong to none of its schools. */
  ofNoSchool(): ExtractFinding[] {
    return this.kinds.flatMap((kind) => {
      const all = [...(this.#rows.get(kind) ?? []), ...(this.#rejected.get(kind) ?? [])];
      const none = all.filter((places) => places?.size === 0).length;
      if (none === 0) return [];
      const unclear = this.#unclear.get(kind) ?? 0;
      const why =
        unclear === 0
          ? ''
          : ` ${unclear === none ? 'They' : String(unclear)} could be of several, which use the same ids: give ${kind} a \`school\` in the pipeline.`;
      const because = `${String(none)} of ${String(all.length)} ${kind} of the document ${none === 1 ? 'belongs' : 'belong'} to none of its ${counted(this.said.length, 'school')}.${why}`;
      const about = { kind, recordId: null, field: null, position: null };
      return [{ severity: 'warning', rule: builtInRules.noSchool, ...about, because }];
    });
  }

  /** Once a school: how many of its entries name a school, too, that the document does not have. */
  ofUnknownSchools(at: number): ExtractFinding[] {
    const own = kindsOf(this.pipeline).filter(({ school }) => school !== null);
    return own.flatMap(({ name: kind }) => {
      const rows = this.shared.schools.get(kind) ?? [];
      const unknown = rows.filter(
        (own) => own !== null && isIn(this.#ofOwn(own), at) && own.some((school) => this.#isUnknown(school)),
      );
      if (unknown.length === 0) return [];
      const [names, it] = unknown.length === 1 ? ['names', 'it is'] : ['name', 'they are'];
      const because = `${String(unknown.length)} of the ${kind} ${names} another school, too, that the document does not have; ${it} only in those that it has.`;
      const about = { kind, recordId: null, field: null, position: null };
      return [{ severity: 'warning', rule: builtInRules.noSchool, ...about, because }];
    });
  }

  #isUnknown(school: Cell): boolean {
    return !this.#places.has(school) && !this.shared.others.has(school);
  }

  #note(kind: string, rows: readonly Places[]): void {
    this.#rows.set(kind, rows);
    const table = this.#table(kind);
    const sections = this.shared.sections.get(kind) ?? [];
    for (const [row, places] of rows.entries()) {
      const position = placeOf(kind, sections[row] ?? '', table.position(row));
      const before = this.#atPosition.get(position);
      this.#atPosition.set(position, before === undefined ? places : union(before, places));
    }
  }

  #ofRecords({ name, school }: RecordKind): Places[] {
    const own = this.shared.schools.get(name) ?? [];
    return Array.from({ length: this.#table(name).length }, (_, row) =>
      school === null ? null : this.#ofOwn(own[row] ?? []),
    );
  }

  #ofLinks(kind: LinkKind): Places[] {
    const own = this.shared.schools.get(kind.name) ?? [];
    const links = this.#table(kind.name);
    const ends = kind.ends.map((end) => this.#byName(end.to, end.by));
    return Array.from({ length: links.length }, (_, row) => {
      const schools = own[row];
      if (kind.school !== null) return this.#ofOwn(schools ?? []);
      const named = ends.flatMap((records, end) => records.get(links.id(row, end)) ?? []);
      const [first = { places: nowhere }, second = first] = named;
      const places = common(first.places, second.places);
      const isUnclear = (places?.size ?? this.said.length) > 1 && named.some(({ isSeveral }) => isSeveral);
      if (!isUnclear) return places;
      // A link in the wrong school lets a person see a child.
      this.#unclear.set(kind.name, (this.#unclear.get(kind.name) ?? 0) + 1);
      return nowhere;
    });
  }

  /** Of the records of a kind, the schools of those that have an id, or a text by which links name them. */
  #byName(kind: string, by: string | null): ReadonlyMap<string, Named> {
    const records = this.#table(kind);
    const rows = this.#rows.get(kind) ?? [];
    const field = this.pipeline.records.find(({ name }) => name === kind)?.fields.findIndex(({ name }) => name === by);
    const named = new Map<string, Named>();
    for (const [row, places] of rows.entries()) {
      const name = by === null ? records.id(row) : records.at(row, field ?? 0);
      if (typeof name !== 'string') continue;
      const before = named.get(name);
      if (before === undefined) named.set(name, { places, isSeveral: false });
      else {
        const isSeveral = before.isSeveral || !isSame(before.places, places);
        named.set(name, { places: union(before.places, places), isSeveral });
      }
    }
    return named;
  }

  #ofOwn(schools: readonly number[]): Places {
    return new Set(schools.flatMap((school) => this.#places.get(school) ?? []));
  }

  /** Of an entry of which nothing is known but what it says: of all, if nothing of the kind is of a single school. */
  #ofEntry(name: string, own: OwnSchools): Places {
    if (own !== null) return this.#ofOwn(own);
    const kind = kindsOf(this.pipeline).find((one) => one.name === name);
    const to = kind?.type === 'link' ? kind.ends.map((end) => end.to) : [];
    const isOfSome = [name, ...to].some((one) => kindsOf(this.pipeline).find((of) => of.name === one)?.school !== null);
    return isOfSome ? nowhere : null;
  }

  #table(kind: string): Table {
    return this.shared.tables.of(kind);
  }
}

function isIn(places: Places, at: number): boolean {
  return places === null || places.has(at);
}

function union(one: Places, other: Places): Places {
  return one === null || other === null ? null : new Set([...one, ...other]);
}

function isSame(one: Places, other: Places): boolean {
  return one === other || (one?.size === other?.size && common(one, other)?.size === one?.size);
}

function common(one: Places, other: Places): Places {
  if (one === null) return other;
  return other === null ? one : new Set([...one].filter((at) => other.has(at)));
}

function placeOf(kind: string, section: string, position: number): string {
  return `${kind}\0${section}\0${String(position)}`;
}

function withoutSchools(pipeline: Pipeline): (finding: NotedFinding) => ExtractFinding {
  return ({ severity, rule, kind, recordId, field, position, section, because, fix }) => ({
    ...{ severity, rule, kind, recordId, field, position, because },
    ...(section === undefined || sectionsOf(pipeline, kind).length < 2 ? {} : { section }),
    ...(fix === undefined ? {} : { fix }),
  });
}

/** Once a document: how many entries of the list of schools are none. */
export function schoolsWithoutId(field: string, count: number): ExtractFinding {
  const because = `${counted(count, 'school')} of the document ${count === 1 ? 'has' : 'have'} no usable id.`;
  return { severity: 'warning', rule: builtInRules.noId, kind: null, recordId: null, field, position: null, because };
}

/** Once a document: how many entries of the list of schools repeat one, with another name. */
export function schoolsRenamed(field: string, count: number): ExtractFinding {
  const because = `${counted(count, 'entry', 'entries')} of the list of schools ${count === 1 ? 'repeats' : 'repeat'} a school with another name; the first name stays.`;
  const about = { kind: null, recordId: null, field, position: null };
  return { severity: 'warning', rule: builtInRules.repeatDiffers, ...about, because };
}
