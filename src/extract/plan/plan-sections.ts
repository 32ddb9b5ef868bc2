import { watching } from './watching.js';
import {
  kindsOf,
  sectionsOf,
  type EndKey,
  type LinkKind,
  type LinkView,
  type Pipeline,
  type RecordKind,
  type RecordView,
} from '../../pipeline/pipeline.js';
import { schoolLists } from '../../pipeline/source/whose-document.js';
import { areKeys } from '../items/columns.js';
import { Definitions, definitionOf, type Definition } from './definition.js';
import type { IdPlan } from './id-plan.js';
import type { PlannedColumns } from './planned-columns.js';
import { PlannedLookups } from './planned-lookups.js';
import type { LinkPlan, RecordPlan, SectionPlan, Taker, WithinPlan } from './section-plan.js';
import { plantSections, type PlannedSection } from './section-tree.js';
import { soughtOf, soughtOfLink } from './sought.js';
import type { WatchedLookups } from './watched-lookups.js';
import { everything, planWhere } from './where-plan.js';

/**
 * The sections that a pipeline reads and that are in no other, and how their values are read.
 * @param watched notes what look-ups compare with the day of the run
 */
export function planSections(
  pipeline: Pipeline,
  watched: WatchedLookups | null,
): {
  readonly sections: readonly SectionPlan[];
  readonly definitions: readonly Definition[];
} {
  const definitions = new Definitions(pipeline.timezone);
  const { roots, sectionOf } = plantSections(pipeline, definitions);
  const lookups = new PlannedLookups(sectionOf, pipeline.today, watched);
  for (const kind of pipeline.records)
    for (const view of kind.views) {
      const { records, columns } = sectionOf(view.section);
      records.push(planRecords(pipeline, kind, view, { columns, lookups }));
    }
  for (const kind of pipeline.links)
    for (const view of kind.views) {
      const { links, columns } = sectionOf(view.section);
      links.push(planLinks(kind, view, { columns, lookups }));
    }
  // Without the list there is no id, and that is said.
  for (const list of schoolLists(pipeline.source.school)) {
    const { schools, columns } = sectionOf(list.list);
    const { fits } = list.where === null ? everything : planWhere(list.where, columns);
    schools.push({ list, fits, column: columns.addPath(list.value, definitionOf('id')) });
  }
  const shared = new Set(
    kindsOf(pipeline).flatMap(({ name }) => (sectionsOf(pipeline, name).length > 1 ? [name] : [])),
  );
  return { sections: roots.map((root) => toPlan(root, shared)), definitions: definitions.all };
}

/** Where what is read is listed. */
interface Into {
  readonly columns: PlannedColumns;
  readonly lookups: PlannedLookups;
}

function toPlan(
  { name, columns, isOptional, inner, records, links, schools, ...ofLookups }: PlannedSection,
  shared: ReadonlySet<string>,
): SectionPlan {
  const { shape, all } = columns;
  return {
    ...{ name, shape, columns: all, isOptional, schools, shared },
    inner: inner.map(({ section, steps, isPage }) => ({ plan: toPlan(section, shared), steps, isPage })),
    indexes: ofLookups.indexes,
    records: takersOf(records),
    links: takersOf(links),
    needed: ofLookups.neededByLookups,
    sought: [...records.flatMap(soughtOf), ...links.flatMap(soughtOfLink), ...ofLookups.soughtByLookups],
    definitions: all.map(({ definition }) => definition),
    isFlat: areKeys(all, shape),
  };
}

function takersOf<Plan extends RecordPlan | LinkPlan>(plans: readonly Plan[]): Taker<Plan>[] {
  const kinds = [...new Set(plans.map(({ kind }) => kind.name))];
  return kinds.map((kind) => {
    const views = plans.filter((plan) => plan.kind.name === kind);
    return { kind, views, always: views[0].fits === null ? views[0] : null };
  });
}

function planRecords(pipeline: Pipeline, kind: RecordKind, view: RecordView, { columns, lookups }: Into): RecordPlan {
  const test = view.where === null ? everything : planWhere(view.where, columns);
  const id = columns.addId({ key: view.idKey, parts: view.idParts });
  const fields = watching(view.fields.map((field) => columns.addField(field, kind.name, lookups)));
  const within = pipeline.links.filter((link) => link.within === kind.name).map((link) => planWithin(link, columns));
  const by = new Set(
    pipeline.links.flatMap(({ ends }) => ends.flatMap((end) => (end.to === kind.name ? end.by : null))),
  );
  const namedBy = fields.flatMap(({ field: { name }, column }) =>
    column === null || !by.has(name) ? [] : [{ field: name, column }],
  );
  return { kind, ...test, id, namedBy, fields, within, school: columns.addSchool(kind.school) };
}

function planWithin(link: LinkKind, columns: PlannedColumns): WithinPlan {
  const holder = link.ends[0].keys.length === 0 ? 0 : 1;
  const named = link.ends[holder === 0 ? 1 : 0].keys;
  const keys = named.map((end) => ({
    id: end.list ? columns.addIdList(end) : columns.addId(end),
    key: end.key,
    list: end.list,
    split: end.split,
    fields: watching(link.fields.map((field) => columns.addEntryField(field, end.value === null ? null : end.key))),
  }));
  return { kind: link, holder, keys };
}

function planLinks(kind: LinkKind, view: LinkView, { columns, lookups }: Into): LinkPlan {
  const test = view.where === null ? everything : planWhere(view.where, columns);
  const [first, second] = view.ends.map(({ name, keys: [key] }) =>
    columns.addId((key as EndKey | undefined) ?? { key: name, parts: null }),
  ) as [IdPlan, IdPlan];
  const fields = watching(view.fields.map((field) => columns.addField(field, kind.name, lookups)));
  return { kind, ...test, ends: [first, second], fields, school: columns.addSchool(kind.school) };
}
