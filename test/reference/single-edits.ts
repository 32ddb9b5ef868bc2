import type { Extract } from '../../src/extract/extract.js';
import { leavesOf } from '../../src/pipeline/rules/evaluate.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../../src/pipeline/pipeline.js';
import type { Rule } from '../../src/pipeline/rules/rule.js';
import type { Row } from '../../src/table/table.js';
import { Tables } from '../../src/table/tables.js';
import type { Value } from '../../src/table/value.js';
import { CLASS_TYPES, GROUP_TYPES } from './rules.js';

/** One thing done at the source, and the extract as it then is. */
export interface SingleEdit {
  readonly what: string;
  readonly extract: Extract;
}

/**
 * Everything of a fixed list that one person may do at the source: a blank filled, a type corrected, a link added to one
 * of the records that come through, a reference corrected. Made on copies of the rows.
 * @param through by kind, the ids that come through
 */
export function* singleEdits(
  extract: Extract,
  pipeline: Pipeline,
  rules: readonly Rule[],
  through: ReadonlyMap<string, readonly string[]>,
): Generator<SingleEdit> {
  const all = new Map(Array.from(extract.tables, ([kind, table]) => [kind, [...table]] as const));
  const edited = (what: string, kind: string, change: (rows: readonly Row[]) => readonly Row[]): SingleEdit => {
    const tables = Tables.of(kindsOf(pipeline), new Map([...all, [kind, change(named(all, kind))]]));
    return { what, extract: { ...extract, tables } };
  };
  /** One row as it would be. */
  const with1 = (what: string, kind: string, at: number, change: Partial<Row>): SingleEdit =>
    edited(what, kind, (rows) => rows.with(at, { ...rows[at], ...change }));
  for (const kind of pipeline.records) {
    for (const [row, { ids, values }] of named(all, kind.name).entries()) {
      const [id] = ids;
      for (const [field, { name, from }] of kind.fields.entries()) {
        if (from === null) continue;
        const isType = name === 'type';
        if (values[field] !== null && !isType) continue;
        for (const value of isType ? TYPES[kind.name] : written(rules, kind, name))
          yield with1(`${kind.name} ${id} ${name} = ${String(value)}`, kind.name, row, {
            values: values.map((before, at) =>
              at === field || (isType && kind.fields[at].from === from) ? value : before,
            ),
          });
      }
    }
  }
  for (const link of pipeline.links) {
    const own = named(all, link.name);
    const others = [...new Set(link.ends.flatMap((end) => end.keys.map(({ key }) => key)))];
    for (const [row, { ids, key: under, values }] of own.entries()) {
      const what = `${link.name} ${String(row)}`;
      for (const [field, { name, from }] of link.fields.entries()) {
        if (from === null || values[field] !== null) continue;
        for (const value of written(rules, link, name))
          yield with1(`${what} ${name} = ${String(value)}`, link.name, row, { values: values.with(field, value) });
      }
      for (const end of [0, 1] as const)
        for (const id of through.get(link.ends[end].to) ?? [])
          if (ids[end] !== id)
            yield with1(`${what} ${link.ends[end].name} = ${id}`, link.name, row, { ids: ids.with(end, id) });
      if (link.within === null) continue;
      for (const key of others) if (under !== key) yield with1(`${what} under ${key}`, link.name, row, { key });
    }
    const pairs = new Set(own.map(({ ids }) => JSON.stringify(ids)));
    const ids = link.ends.map(({ to }) => [...new Set(named(all, to).map(({ ids: [id] }) => id))]);
    const isThrough = link.ends.map(({ to }) => new Set(through.get(to) ?? []));
    for (const a of ids[0])
      for (const b of ids[1]) {
        if (pairs.has(JSON.stringify([a, b])) || !(isThrough[0].has(a) || isThrough[1].has(b))) continue;
        for (const key of link.within !== null ? others : [''])
          for (const values of ownValues(link))
            yield edited(`${link.name} ${a} ${b} ${key} ${values.map(String).join()}`, link.name, (rows) => [
              ...rows,
              { ids: [a, b], position: 0, key, values },
            ]);
      }
  }
}

const TYPES: Readonly<Record<string, readonly string[]>> = { classes: CLASS_TYPES, groups: GROUP_TYPES };

function named<T>(lists: ReadonlyMap<string, T>, name: string): T {
  const list = lists.get(name);
  if (list === undefined) throw new Error(`no ${name}`);
  return list;
}

function ownValues(link: LinkKind): Value[][] {
  const blank: Value[] = link.fields.map(({ constant }) => constant);
  const responsible = link.fields.findIndex(({ name }) => name === 'parentalResponsibility');
  return responsible < 0 ? [blank] : [blank, blank.with(responsible, true)];
}

/** What a person may write into a blank field: something plain, and what the rules ask for. */
function written(rules: readonly Rule[], kind: RecordKind | LinkKind, field: string): readonly Value[] {
  const type = kind.fields.find(({ name }) => name === field)?.type;
  if (type === 'boolean') return [true, false];
  if (type === 'date') return ['2018-03-09', '2017-06-01', '2030-01-01'];
  const asked = rules.flatMap(({ conditions }) =>
    leavesOf(conditions).flatMap(({ fact, value }) =>
      fact === field || fact.endsWith(`.${field}`) ? [value].flat().filter((one) => typeof one === 'string') : [],
    ),
  );
  return [...new Set(['Mrs', 'Year 4', ...asked])];
}
