import type { Extract, Value } from '../../src/extract/extract.js';
import { listed, numbered, type Listed } from '../../src/extract/plan/listed.js';
import { leavesOf } from '../../src/pipeline/rules/evaluate.js';
import { hasValues, type LinkKind, type Pipeline, type RecordKind } from '../../src/pipeline/pipeline.js';
import type { Rule } from '../../src/pipeline/rules/rule.js';
import { CLASS_TYPES, GROUP_TYPES } from './rules.js';

/** One thing done at the source, and the extract as it then is. */
export interface SingleEdit {
  readonly what: string;
  readonly extract: Extract;
}

/**
 * Everything of a fixed list that one person may do at the source: a blank filled, a type corrected, a link added to one
 * of the records that come through, a reference corrected. Made on copies of the plain lists.
 * @param through by kind, the ids that come through
 */
export function* singleEdits(
  extract: Extract,
  pipeline: Pipeline,
  rules: readonly Rule[],
  through: ReadonlyMap<string, readonly string[]>,
): Generator<SingleEdit> {
  const edited = (what: string, change: (lists: Listed) => void): SingleEdit => {
    const lists = listed(extract);
    change(lists);
    return { what, extract: { ...extract, ...numbered(lists) } };
  };
  const { records, links } = listed(extract);
  for (const kind of pipeline.records) {
    const { ids, values } = named(records, kind.name);
    for (const [row, id] of ids.entries()) {
      for (const [field, { name, from }] of kind.fields.entries()) {
        if (from === null) continue;
        const isType = name === 'type';
        if (values[row][field] !== null && !isType) continue;
        for (const value of isType ? TYPES[kind.name] : written(rules, kind, name))
          yield edited(`${kind.name} ${id} ${name} = ${String(value)}`, (lists) => {
            const rows = named(lists.records, kind.name).values;
            rows[row] = rows[row].map((before, at) =>
              at === field || (isType && kind.fields[at].from === from) ? value : before,
            );
          });
      }
    }
  }
  for (const link of pipeline.links) {
    const { first, second, keys, values } = named(links, link.name);
    const others = [...new Set(link.ends.flatMap((end) => end.keys.map(({ key }) => key)))];
    for (const row of first.keys()) {
      const what = `${link.name} ${String(row)}`;
      for (const [field, { name, from }] of link.fields.entries()) {
        if (from === null || values.length === 0 || values[row][field] !== null) continue;
        for (const value of written(rules, link, name))
          yield edited(`${what} ${name} = ${String(value)}`, (lists) => {
            const rows = named(lists.links, link.name).values;
            rows[row] = rows[row].map((before, at) => (at === field ? value : before));
          });
      }
      for (const end of [0, 1] as const)
        for (const id of through.get(link.ends[end].to) ?? [])
          if ((end === 0 ? first : second)[row] !== id)
            yield edited(`${what} ${link.ends[end].name} = ${id}`, (lists) => {
              const of = named(lists.links, link.name);
              (end === 0 ? of.first : of.second)[row] = id;
            });
      if (link.section !== null) continue;
      for (const key of others)
        if (keys[row] !== key)
          yield edited(`${what} under ${key}`, (lists) => {
            named(lists.links, link.name).keys[row] = key;
          });
    }
    const pairs = new Set(first.map((id, row) => JSON.stringify([id, second[row]])));
    const ids = link.ends.map(({ to }) => [...new Set(named(records, to).ids)]);
    const isThrough = link.ends.map(({ to }) => new Set(through.get(to) ?? []));
    for (const a of ids[0])
      for (const b of ids[1]) {
        if (pairs.has(JSON.stringify([a, b])) || !(isThrough[0].has(a) || isThrough[1].has(b))) continue;
        for (const key of link.section === null ? others : [''])
          for (const own of ownValues(link))
            yield edited(`${link.name} ${a} ${b} ${key} ${own.map(String).join()}`, (lists) => {
              const of = named(lists.links, link.name);
              of.first.push(a);
              of.second.push(b);
              of.keys.push(key);
              of.positions.push(0);
              if (hasValues(link)) of.values.push(own);
            });
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
