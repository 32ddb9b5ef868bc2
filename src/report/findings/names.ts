import { noneThrough, valuesAt, type Decision, type Finding } from '../../decide/decision.js';
import type { Extract } from '../../extract/extract.js';
import type { Value } from '../../table/value.js';
import type { Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import type { ReportedSchool } from './report.js';
import type { Names, ReportedId } from '../../words/mention.js';
import { kindNamed } from '../../words/words.js';

/** Names of all records of an extract, by kind and id: also of those that do not come through. */
export function namesIn(extract: Extract, decision: Decision, pipeline: Pipeline): Names {
  return new Map(pipeline.records.map((kind) => [kind.name, namesOfKind(kind, extract, decision)]));
}

function namesOfKind(kind: RecordKind, extract: Extract, decision: Decision): Map<string, string> {
  const read = extract.tables.of(kind.name);
  const values = new Map<string, Value[]>();
  const atPlace = new Map<string, Value[]>();
  const fields = kind.nameFields.map((name) => kind.fields.findIndex((field) => field.name === name));
  for (let row = 0; row < read.length; row++) {
    const id = read.id(row);
    const own = fields.map((field) => read.at(row, field));
    // If records repeat an id, the first value that is not blank stays.
    const whole = values.get(id)?.map((value, at) => value ?? own[at] ?? null) ?? own;
    values.set(id, whole);
    atPlace.set(placeOf(read.position(row), read.section(row)), whole);
  }
  // Second halves of combined records are not in the extract: a half that comes through has its own name, one that does
  // not has the name of the combined record.
  const kept = kind.fields.filter((field) => field.kept);
  const through = decision.through.get(kind.name) ?? noneThrough;
  for (let at = 0; at < through.length; at++) {
    const [id] = through.idsAt(at);
    if (values.has(id)) continue;
    const row = valuesAt(through, at);
    values.set(
      id,
      kind.nameFields.map((name) => row[kept.findIndex((field) => field.name === name)] ?? null),
    );
  }
  for (const { recordId, position, section } of decision.findings.filter(
    (finding: Finding) => finding.kind === kind.name,
  )) {
    if (recordId === null || position === null || values.has(recordId)) continue;
    const standing = atPlace.get(placeOf(position, section));
    if (standing !== undefined) values.set(recordId, standing);
  }
  return new Map([...values].map(([id, parts]) => [id, asName(parts)] as const).filter(([, name]) => name !== ''));
}

function placeOf(position: number, section: string | null): string {
  return `${section ?? ''}\0${String(position)}`;
}

function asName(parts: readonly Value[]): string {
  return parts
    .filter((part) => part !== null)
    .map(String)
    .join(' ');
}

/** Only the names of records that the report mentions: no other leaves the machine. */
export function namesNeeded(pipeline: Pipeline, school: ReportedSchool, names: Names): Names {
  const needed = new Map<string, Map<string, string>>();
  const need = (kind: string | null, id: ReportedId): void => {
    const found = kindNamed(pipeline, kind);
    if (found === undefined || id === null) return;
    if (found.type === 'link') {
      found.ends.forEach((end, index) => need(end.to, typeof id === 'string' ? null : (id[index] ?? null)));
      return;
    }
    const name = typeof id === 'string' ? names.get(found.name)?.get(id) : undefined;
    if (name === undefined || typeof id !== 'string') return;
    needed.set(found.name, (needed.get(found.name) ?? new Map<string, string>()).set(id, name));
  };
  const { toCorrect, mistakes, choices, rejected, warnings, conflicts, duplicates } = school;
  for (const { kind, id, other } of toCorrect) for (const one of [id, other]) need(kind, one);
  for (const group of [mistakes, choices, rejected, warnings, conflicts].flat()) {
    if (group.cause !== null) need(group.cause.kind, group.cause.id);
    for (const { id } of group.records) need(group.kind, id);
  }
  for (const { kind, ids, linked } of duplicates) {
    for (const id of ids) need(kind, id);
    for (const [other, both] of Object.entries(linked)) for (const id of both.flat()) need(other, id);
  }
  return needed;
}
