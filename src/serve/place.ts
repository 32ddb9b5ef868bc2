import { readSchoolLine, type SchoolLine } from '../browse/school-list.js';
import type { Store } from '../load/dialect.js';
import { timeOfRunId } from '../load/runs/run-ids.js';
import type { Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { addresses } from './addresses.js';
import { textOf } from './requests.js';
import type { Visit } from './route.js';
import type { Visitor } from './visitor.js';

/** Where a page is, and who looks at it. */
export interface PagePlace {
  readonly pipeline: Pipeline;
  readonly visitor: Visitor;
  /** Null on pages of no one school. */
  readonly school: {
    readonly id: string;
    readonly name: string | null;
    /** When a run last found all of what its pages show as it is, ISO 8601; null if that is not noted. */
    readonly asOf: string | null;
  } | null;
  /** The address of the page, or of its page in the navigation. */
  readonly at: string;
  /** On the page of people who were found: what was typed, and the school that the visitor came from. */
  readonly sought?: { readonly text: string; readonly near: string | null };
}

export interface SchoolPlace extends PagePlace {
  readonly school: NonNullable<PagePlace['school']>;
}

export interface KindPlace extends SchoolPlace {
  readonly kind: RecordKind;
}

/** The school that a visit is about. */
export async function ofSchool(
  store: Store,
  { pipeline, visitor, params }: Visit,
): Promise<{ readonly line: SchoolLine; readonly place: SchoolPlace } | null> {
  const line = await readSchoolLine(store, textOf(params.school));
  if (line === null) return null;
  const { school, name } = line;
  const of = { id: school, name, asOf: lastWell(line) };
  return { line, place: { pipeline, visitor, school: of, at: addresses.school(school) } };
}

/** A run that failed or held a school left what is in use as it was. */
function lastWell({ status, lastRun, loadedAt }: SchoolLine): string | null {
  return status === 'loaded' || status === 'unchanged' ? timeOfRunId(lastRun) : loadedAt;
}

/** The school and the kind of records that a visit is about. */
export async function ofKind(
  store: Store,
  visit: Visit,
): Promise<{ readonly line: SchoolLine; readonly kind: RecordKind; readonly place: KindPlace } | null> {
  const kind = visit.pipeline.records.find(({ name }) => name === visit.params.kind);
  const found = kind === undefined ? null : await ofSchool(store, visit);
  if (kind === undefined || found === null) return null;
  const { line, place } = found;
  return { line, kind, place: { ...place, kind, at: addresses.list(line.school, kind) } };
}
