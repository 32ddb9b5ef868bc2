import type { Node } from 'yaml';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named } from '../keys/yaml-type.js';
import { against, anyWordOf, byName, text } from '../keys/types.js';
import type { Field, LinkEnd, LinkKind, LinkView, RecordKind } from '../pipeline.js';
import { entrySchool } from '../source/entry-school.js';
import { pathInList } from '../source/source-path.js';
import { snakeCase } from '../text/text.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';
import { ends, kindName } from './ends.js';
import { withBadMarks, withPathsOfMarks } from './bad-marks.js';
import { emptied, meaningOfEmptied, ownColumns } from './emptied.js';
import { kindLabel, meaningOfLabel } from './kind-label.js';
import { checkNames } from './check-names.js';
import { fields } from './fields.js';
import { period, periodFact } from './period.js';
import { withPathsOf } from './view-fields.js';
import { linkViews } from './views.js';

const linkKeys = keyMap(
  {
    one: needed(text, 'The singular, by which commands know it, too.', 'contactLink'),
    label: optional(kindLabel, meaningOfLabel, 'Students of classes', { one: 'parent link', many: 'Parent links' }),
    from: optional(
      linkViews,
      'The path of the list that holds them; or a view, or several of both: which entries of which lists they are.',
      'ContactLinks',
      { section: 'enrollments', where: { role: 'student' } },
    ),
    within: optional(kindName, 'The kind of record that holds them, in place of `from`.', 'classes'),
    school: optional(
      entrySchool,
      'With `source.schools`: the id of the school to which a link belongs. Without it a link belongs where both its ends do.',
      'orgId',
      { list: 'places', value: 'org' },
    ),
    joins: needed(ends, 'The two ends by name.', {
      class: {},
      student: { to: 'students', from: { list: 'StudentIDs' } },
    }),
    keep: optional(
      fields(true),
      'Fields that are stored. Those of links within records are read from the entries of the list.',
    ),
    read: optional(fields(false), 'Fields that only decide, and are never stored.'),
    emptied: optional(emptied, meaningOfEmptied, ['role']),
    period: optional(
      period,
      'The days between which a link counts. Rules read `period` (past, now or future), `period.from` and `period.until`; without a rule it decides nothing. One that ends before it begins is past on every day. It includes `rows: each`.',
      { from: 'starts', until: 'ends' },
    ),
    rows: optional(
      anyWordOf('each'),
      'With `each`, the rows that join one pair stay apart until the rules have judged each of them; the pair comes through if one does. Without it, they are united first.',
    ),
  },
  { anyOf: [{ required: ['from'] }, { required: ['within'] }] },
);

const link = named(
  'link',
  'Kind of link',
  'Joins two records. It comes through when both its ends do and its own rules hold.',
  {
    schema: linkKeys.schema,
    read:
      (file, node, name, key) =>
      (records: readonly RecordKind[]): LinkKind => {
        const entries = linkKeys.enter(file, node, name);
        const what = `The link kind "${name}"`;
        const { one, label, from, ...said } = linkKeys.readFrom(file, entries, key, what);
        if (from === null && said.within === null) file.require(entries, 'from', key, what);
        const within = said.within?.(records) ?? null;
        const joined = said.joins({
          records,
          within,
          place: from === null ? (entries.get('within')?.node ?? null) : null,
        });
        checkNames(file, entries);
        const all = withBadMarks([...(said.keep ?? []), ...(said.read ?? []), ...(said.period ?? [])]);
        checkRows(file, entries, said, [...joined, ...all]);
        if (from !== null && within !== null) {
          const hint = 'Records hold them, or a section lists them: keep one of the two.';
          file.problem(entries.get('within')?.key ?? key, 'excludes', `${what} has both "from" and "within".`, hint);
        }
        const { views, hasViews } = from?.({ fields: all, ends: joined, records }) ?? { views: [], hasViews: false };
        return {
          type: 'link',
          name,
          one,
          singular: label?.one ?? one,
          label: label?.many ?? name,
          table: snakeCase(name),
          views,
          hasViews,
          school: said.school,
          within,
          ends: [withKeysOf(joined[0], views, 0), withKeysOf(joined[1], views, 1)],
          emptied:
            said.emptied?.({
              fields: all.filter(({ kept }) => kept),
              own: [...ownColumns, ...joined.map(({ column }) => column)],
            }) ?? [],
          areRowsApart: said.period !== null || said.rows !== null,
          fields: withPathsOfMarks(
            within === null ? withPathsOf(all, views) : inEntries(file, entries.get('keep')?.key ?? key, all, joined),
          ),
        };
      },
  },
);

export const links = against(byName(link.schema), (file, node, what, _, records: readonly RecordKind[]) =>
  [...file.readMap(node, what)].map(([name, { node: body, key }]) => link.read(file, body, name, key)(records)),
);

/** An end with all the paths that name it in some view. */
function withKeysOf(end: LinkEnd, views: readonly LinkView[], side: 0 | 1): LinkEnd {
  const keys = new Map(views.flatMap(({ ends }) => ends[side].keys).map((key) => [JSON.stringify(key), key]));
  return views.length === 0 ? end : { ...end, keys: [...keys.values()] };
}

function checkRows(
  file: YamlFile,
  entries: Entries,
  { period: days, rows }: { readonly period: unknown; readonly rows: unknown },
  others: readonly { readonly name: string }[],
): void {
  if (days === null) return;
  if (rows !== null)
    file.problem(entries.get('rows')?.key ?? null, 'excludes', '`period` includes `rows: each`.', 'Remove `rows`.');
  if (others.some(({ name }) => name === periodFact))
    file.problem(
      entries.get('period')?.key ?? null,
      'reserved-name',
      'An end or a field of these links is called "period", so rules could not tell it from the days.',
      'Give it another name.',
    );
}

/** Fields of links within records are read from the entries of the list that names them, and shown with its path. */
function inEntries(file: YamlFile, node: Node | null, all: readonly Field[], joined: readonly LinkEnd[]): Field[] {
  const lists = joined.flatMap((end) => end.keys).filter((key) => key.value !== null);
  return all.map((field) => {
    if (field.source === null) return field;
    const paths = [field.source, ...field.further].filter((source) => typeof source === 'string');
    if (paths.length <= field.further.length) {
      file.problem(node, 'wrong-type', `"${field.name}" of a link within records cannot be chosen from a list.`, null);
    } else if (lists.length === 0) {
      const where = 'from: { list: …, value: … }';
      file.problem(
        node,
        'missing-key',
        `"${field.name}" is read from entries of a list, but no end of the link names a list of objects.`,
        `Give an end ${where}.`,
      );
    } else if (lists.length === 1) {
      return { ...field, from: paths.map((one) => pathInList(lists[0]?.key ?? '', one)).join(', ') };
    }
    return field;
  });
}
