import { recordKind, type LinkKind, type Pipeline } from './pipeline.js';

/** A key that is read from the items of a section. */
export interface SourceKey {
  readonly key: string;
  /** Where it names records: the section that lists them, and whether it names many. */
  readonly refersTo: { readonly section: string; readonly list: boolean } | null;
}

/** A section of the extract, by the keys that are read from its items. */
export interface SourceSection {
  readonly name: string;
  /** The key of its records' ids; null for a section of links. */
  readonly idKey: string | null;
  readonly keys: ReadonlyMap<string, SourceKey>;
}

/** The sections that a pipeline reads, records first. */
export function sourceSections(pipeline: Pipeline): SourceSection[] {
  const records = pipeline.records.map((kind) => ({
    name: kind.section,
    idKey: kind.idKey,
    keys: byName([
      { key: kind.idKey, refersTo: null },
      ...plainKeys(kind.fields),
      ...pipeline.links.filter(({ within }) => within === kind.name).flatMap((link) => endKeys(pipeline, link)),
    ]),
  }));
  const links = pipeline.links.flatMap((link) =>
    link.section === null
      ? []
      : [{ name: link.section, idKey: null, keys: byName([...endKeys(pipeline, link), ...plainKeys(link.fields)]) }],
  );
  return [...records, ...links];
}

function byName(keys: readonly SourceKey[]): ReadonlyMap<string, SourceKey> {
  const map = new Map<string, SourceKey>();
  for (const key of keys) if (!map.has(key.key)) map.set(key.key, key);
  return map;
}

function plainKeys(fields: LinkKind['fields']): SourceKey[] {
  return fields.flatMap(({ from }) => (from === null ? [] : [{ key: from, refersTo: null }]));
}

function endKeys(pipeline: Pipeline, { ends }: LinkKind): SourceKey[] {
  return ends.flatMap(({ to, keys }) =>
    keys.map(({ key, list }) => ({ key, refersTo: { section: recordKind(pipeline, to).section, list } })),
  );
}
