import { kindsOf, mayLeaveOut, sectionsOf, type Pipeline } from '../../pipeline/pipeline.js';
import type { Dictionary } from '../../table/dictionary.js';
import type { Table } from '../../table/table.js';
import { Tables } from '../../table/tables.js';
import type { Extract, ExtractFinding, LeftOut } from '../extract.js';
import { linkId } from '../link-ids.js';
import { outsideLinks } from './outside-links.js';
import type { SectionReader } from './section-reader.js';
import type { OwnSchools, SectionReading } from './section-reading.js';

/** What the sections of a document have of each kind. */
export interface Gathered extends Pick<Extract, 'tables' | 'rejected' | 'outside' | 'leftOut'> {
  /** By kind, the schools that each row says, and each entry without a usable id, where a document holds several. */
  readonly schools: ReadonlyMap<string, readonly OwnSchools[]>;
  readonly rejectedOf: ReadonlyMap<string, readonly OwnSchools[]>;
  /** By kind, the section of each row: positions are counted in it. */
  readonly sections: ReadonlyMap<string, readonly string[]>;
  /** Whether it is about a link that is outside the views of its ends. */
  readonly isOutside: (finding: ExtractFinding) => boolean;
}

/** What one section has of a kind. */
interface Part extends SectionReading {
  readonly section: string;
}

/**
 * Puts together what was read, in the order of the document; of a kind with several sections in the order of its views.
 * @param findings what was noticed
 */
export function gather(
  readers: Iterable<SectionReader>,
  pipeline: Pipeline,
  dictionary: Dictionary,
  findings: readonly ExtractFinding[],
): Gathered {
  const isSaidOf = (name: string) => findings.some(({ kind, recordId }) => kind === name && recordId !== null);
  const parts = partsOf(readers, pipeline);
  // Before the tables of a kind are one, and only where somebody asks whose a row is.
  const ofMany = pipeline.source.school.isMany ? [...parts] : [];
  const sections = new Map(ofMany.map(([kind, of]) => [kind, of.flatMap(sectionOfRows)]));
  const tables = new Map(Array.from(parts, ([kind, of]) => [kind, tableOf(of)]));
  const idsOutside = new Map<string, ReadonlySet<string>>();
  const sum = (count: 'rejected' | 'outside') =>
    new Map(Array.from(parts, ([kind, of]) => [kind, of.reduce((total, part) => total + part[count], 0)]));
  const outside = sum('outside');
  const all = (own: 'schools' | 'rejectedOf') =>
    new Map(Array.from(parts, ([kind, of]) => [kind, of.flatMap((part) => part[own])]));
  const schools = all('schools');
  const leftOut: LeftOut[] = [];
  for (const kind of kindsOf(pipeline)) {
    const of = parts.get(kind.name) ?? [];
    if (!mayLeaveOut(pipeline, kind)) outside.delete(kind.name);
    else if (kind.type === 'record') leftOut.push(...of.filter((part) => part.leftOut.length > 0).map(toLeftOut(kind)));
    else {
      const rows = outsideLinks(kind, pipeline, { tables, parts });
      const table = tables.get(kind.name);
      // Thousands may be outside, and nearly always nothing is said of a link.
      if (table !== undefined && isSaidOf(kind.name))
        idsOutside.set(kind.name, new Set(rows.map((row) => linkId([table.id(row, 0), table.id(row, 1)]))));
      table?.remove(rows);
      const gone = new Set(rows);
      for (const ofRows of [schools, sections] as Map<string, readonly unknown[]>[])
        ofRows.set(
          kind.name,
          (ofRows.get(kind.name) ?? []).filter((_, row) => !gone.has(row)),
        );
      outside.set(kind.name, (outside.get(kind.name) ?? 0) + rows.length);
    }
  }
  // Without the index in which a growing dictionary looks values up: that takes as much memory as they do.
  const lean = Tables.from(new Tables(dictionary, tables).parcel());
  const isOutside = ({ kind, recordId }: ExtractFinding) =>
    kind !== null && recordId !== null && idsOutside.get(kind)?.has(recordId) === true;
  const ofSchools = { schools, rejectedOf: all('rejectedOf'), sections };
  return { tables: lean, rejected: sum('rejected'), outside, leftOut, ...ofSchools, isOutside };
}

function partsOf(readers: Iterable<SectionReader>, pipeline: Pipeline): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  for (const { plan, read } of readers)
    for (const [kind, reading] of read)
      parts.set(kind, [...(parts.get(kind) ?? []), { section: plan.name, ...reading }]);
  for (const [kind, of] of parts) {
    const sections = sectionsOf(pipeline, kind);
    of.sort((a, b) => sections.indexOf(a.section) - sections.indexOf(b.section));
  }
  return parts;
}

function sectionOfRows({ section, table }: Part): string[] {
  return Array.from({ length: table.length }, () => section);
}

function tableOf(parts: readonly Part[]): Table {
  const [{ table }, ...others] = parts;
  // Positions are counted in each.
  if (others.length > 0) for (const part of parts) part.table.nameSection(part.section);
  for (const other of others) table.append(other.table);
  return table;
}

function toLeftOut({ name }: { readonly name: string }): (part: Part) => LeftOut {
  return ({ section, leftOut }) => {
    const ids = Array.from({ length: leftOut.length }, (_, row) => leftOut.id(row));
    return { kind: name, section, ids };
  };
}
