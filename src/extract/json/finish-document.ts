import type { SchoolSource } from '../../pipeline/source/whose-document.js';
import type { AbsentSection, DocumentProblemCode } from '../extract.js';
import { unreadSections } from '../items/absent-sections.js';
import { bySchool, schoolsRenamed, schoolsWithoutId } from '../items/by-school.js';
import { gather } from '../items/gather.js';
import { KeptFindings } from '../items/kept-findings.js';
import type { NotedFinding } from '../items/section-reading.js';
import { asId } from '../plan/definition.js';
import { brokenDocument } from './broken-document.js';
import type { Named, Read, ReadingPlan } from './reading.js';
import type { OpenDocument } from './open-document.js';

/** What a document says of its school so far. */
export function namedIn({ school }: OpenDocument, { pipeline }: ReadingPlan): Named {
  const { id, name } = pipeline.source.school;
  return { school: school.id(id), name: school.text(name) };
}

/**
 * Makes extracts of a whole document, or says what is wrong with it.
 * @param which the document, as messages name it
 */
export function finishDocument(document: OpenDocument, plan: ReadingPlan, which: string): Read[] {
  const named = namedIn(document, plan);
  const { pipeline } = plan;
  const { id, name, isMany } = pipeline.source.school;
  const fault = faultOf(document, plan, which);
  if (fault !== null) return [{ broken: brokenDocument(named, ...fault) }];
  const readers = document.allReaders;
  const { said, without, renamed } = document.school.schools(id, name);
  const findings = new KeptFindings<NotedFinding>(pipeline.limits.findings);
  findings.push(...document.school.findings(pipeline, document.keys));
  const indexes = new Map(
    readers.flatMap((reader) => reader.indexes.map((index) => [index.plan.number, index] as const)),
  );
  for (const reader of readers) reader.answer(indexes);
  for (const reader of readers) reader.addFindingsTo(findings, pipeline.places);
  const absent = absentIn(document, plan);
  findings.push(...unreadSections(absent));
  if (isMany && without > 0) findings.push(schoolsWithoutId(id.said, without));
  if (isMany && renamed > 0 && name !== null) findings.push(schoolsRenamed(name.said, renamed));
  const { dictionary } = document.scalars;
  const { schools, rejectedOf, sections, isOutside, ...gathered } = gather(
    readers,
    pipeline,
    dictionary,
    findings.kept,
  );
  const { extractedAt } = pipeline.source.school;
  const whole = {
    extractedAt: document.school.textAt(extractedAt),
    extractedInstant: document.school.instant(extractedAt, pipeline.timezone),
    ...gathered,
    absent,
    // What is said of a link counts with it.
    findings: findings.kept.filter((finding) => !isOutside(finding)),
    furtherFindings: findings.beyond,
  };
  if (!isMany) return [{ extract: { school: named.school ?? '', name: named.name, ...whole } }];
  const others = readers.flatMap(({ saidOfOthers }) =>
    saidOfOthers.flatMap((scalar) => document.scalars.cellOf(scalar, asId) ?? []),
  );
  const shared = { ...whole, schools, rejectedOf, sections, others: new Set(others) };
  const all = bySchool(shared, said, pipeline, dictionary);
  return all.map((extract) => ({ extract }));
}

/** Why nothing can be made of it; null if something can. */
function faultOf(
  document: OpenDocument,
  plan: ReadingPlan,
  which: string,
): readonly [code: DocumentProblemCode, what: string, lacks?: readonly string[]] | null {
  const { id, name, isMany } = plan.pipeline.source.school;
  const { said } = document.school.schools(id, name);
  if (isMany ? said.length === 0 : document.school.id(id) === null) {
    if (said.length > 1) return ['many-schools', `${which} has several ${id.said}`];
    const unfit = document.school.unfitLists(id);
    const why = unfit.length === 0 ? meantBy(id, document) : `: no entry of ${unfit.join(' or ')} fits its where`;
    return ['no-school-id', `${which} has no usable ${id.said}${why}`];
  }
  const lacks = lacksOf(document, plan);
  if (lacks.length > 0) {
    const said = lacks.map(([section, reason]) => `${section} (${reason})`);
    const sections = lacks.map(([section]) => section);
    return ['missing-section', `A section is missing or is no list: ${said.join(', ')}`, sections];
  }
  const unmet = plan.isExample ? [] : document.allReaders.flatMap((reader) => reader.unmetNeeds(plan.pipeline.places));
  return unmet.length > 0 ? ['missing-path', `A path that decides is in no entry: ${unmet.join(', ')}`] : null;
}

/** The sections that must be there and are not, each with a reason. */
function lacksOf(document: OpenDocument, { sections }: ReadingPlan): (readonly [section: string, reason: string])[] {
  return sections.flatMap((plan) => {
    const { name, isOptional } = plan;
    const notAList = document.notLists.get(name);
    if (notAList !== undefined) return [[name, notAList] as const];
    if (!document.readers.has(name) && !isOptional)
      return [[name, missing(document.keys.nearestTo(name, 'section'))] as const];
    return document.readerOf(plan).lacking.map(([section, reason]) => [section, reason] as const);
  });
}

/** The paths that those of the school's id may mean. */
function meantBy({ places }: SchoolSource, { keys }: OpenDocument): string {
  const near = places.flatMap(
    (place) => ('list' in place ? keys.nearestTo(place.list, 'section') : keys.nearestTo(place.path, 'value')) ?? [],
  );
  return near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`;
}

function missing(near: string | null): string {
  return near === null ? 'missing' : `missing; did you mean ${near}?`;
}

/** The sections that may be missing, and are. */
function absentIn({ keys, readers }: OpenDocument, { sections }: ReadingPlan): AbsentSection[] {
  return sections.flatMap(({ name, isOptional }) => {
    if (keys.has(name)) return readers.get(name)?.absent ?? [];
    return isOptional ? [{ section: name, near: keys.slipOf(name, 'section') }] : [];
  });
}
