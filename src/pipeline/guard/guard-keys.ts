import { isMap, isScalar, type Node } from 'yaml';
import { checkDays } from './check-days.js';
import type { Days } from './day.js';
import { usualGuard, type Guard, type Threshold } from './guard.js';
import { keyMap, needed, optional } from '../keys/key-map.js';
import { named, narrowing, type YamlType } from '../keys/yaml-type.js';
import { against, count, day, dayOrYearly, listOf, oneOf, oneOrMore, text } from '../keys/types.js';
import type { LinkKind } from '../pipeline.js';
import type { Place, YamlFile } from '../yaml/yaml-file.js';

/** What one entry of a file says of a part of the guard. */
interface PartEntry<P extends string, V> extends Days {
  readonly part: P;
  readonly value: V;
  readonly place: Place;
}

/** Days, the first and the last included, on which a school is not loaded: YYYY-MM-DD, or MM-DD for each year. */
export interface Pause {
  readonly from: string;
  readonly until: string;
  readonly place: Place;
}

/** The day since which no extract of a school is expected. */
export interface Retirement {
  readonly day: string;
  readonly place: Place;
}

const percent = /^(\d+(?:\.\d+)?) ?%$/;

const share = named(
  'share',
  'Share',
  'In percent of the rows of a table: `10 %`, or 10.',
  {
    schema: {
      anyOf: [
        { type: 'string', pattern: '^(100(\\.0+)?|\\d{1,2}(\\.\\d+)?) ?%$' },
        { type: 'number', minimum: 0, maximum: 100 },
      ],
    },
    read(file, node, what) {
      const value = isScalar(node) ? node.value : null;
      const given = typeof value === 'string' ? Number(percent.exec(value)?.[1]) : value;
      if (typeof given === 'number' && given >= 0 && given <= 100) return given;
      file.problem(node, 'wrong-type', `${what} must be a share of 0 % to 100 %.`, 'Write it like 10 % or 12.5 %.');
      return 0;
    },
  },
  '10 %',
);

const thresholdKeys = keyMap(
  {
    share: optional(share),
    above: optional(count(0), 'Only more rows of a table than this are ever held.', 5),
    from: optional(dayOrYearly, 'The first day on which it holds.', '2026-09-01', '09-01'),
    until: optional(dayOrYearly, 'The last day on which it holds.', '2026-09-30', '09-30'),
  },
  { anyOf: [{ required: ['share'] }, { required: ['above'] }] },
);

const threshold = named(
  'threshold',
  'Threshold',
  'How much may go or change in one run. Held is what is above both; what an entry leaves out stays as it was.',
  thresholdKeys,
  { share: '60 %', from: '2026-09-01', until: '2026-09-30' },
);

/** An entry may leave out the keys of a threshold that it does not change. */
function thresholds<P extends string>(part: P): YamlType<PartEntry<P, Partial<Threshold>>[]> {
  const { schema, read } = oneOrMore({
    schema: { anyOf: [share.schema, threshold.schema] },
    read: (file, node) => readThreshold(file, node, part),
  });
  return { schema, read: (...at) => read(...at).flat() };
}

function readThreshold<P extends string>(
  file: YamlFile,
  node: Node | null,
  part: P,
): PartEntry<P, Partial<Threshold>>[] {
  if (isScalar(node)) return [always(file, node, part, { share: share.read(file, node, part, node) })];
  const entries = thresholdKeys.enter(file, node, part);
  if (!isMap(node)) return [];
  const { share: most, above, ...days } = thresholdKeys.readFrom(file, entries, node, part);
  if (most === null && above === null) file.require(entries, 'share', node, part, 'Or one "above".');
  checkDays(file, entries, days, `what it says of ${part}`);
  const value = { ...(most === null ? {} : { share: most }), ...(above === null ? {} : { above }) };
  return [{ ...always(file, node, part, value), ...days }];
}

function always<P extends string, V>(file: YamlFile, node: Node | null, part: P, value: V): PartEntry<P, V> {
  return { part, value, from: null, until: null, place: file.place(node) };
}

/** A part without days; an entry replaces all that was said before. */
function whole<P extends string, V>(part: P, { schema, read }: YamlType<V | null>): YamlType<PartEntry<P, V>[]> {
  return {
    schema,
    read(file, node, what, key) {
      const value = read(file, node, what, key);
      return value === null ? [] : [always(file, node, part, value)];
    },
  };
}

const letGo = against<readonly LinkKind[], PartEntry<'letGo', readonly string[]>[]>(
  listOf(narrowing('linkKind', text.schema)),
  (file, node, what, _, links) => {
    const names = links.map(({ name }) => name);
    const value = file
      .readOnce(node, what)
      .flatMap((item) => file.readOneOf(item, 'A kind of link in letGo', names, 'unknown-kind') ?? []);
    return [always(file, node, 'letGo', value)];
  },
);

const inYaml = ({ share: most, above }: Threshold) => ({ share: `${String(most)} %`, above });

const guardKeys = keyMap({
  removals: {
    ...optional(
      thresholds('removals'),
      'When rows that would go are held. Of a list, each entry is laid over those before it, on its days.',
    ),
    default: inYaml(usualGuard.removals),
  },
  changes: {
    ...optional(thresholds('changes'), 'The same for rows whose values would change.'),
    default: inYaml(usualGuard.changes),
  },
  hold: {
    ...optional(
      whole(
        'hold',
        oneOf({
          all: 'The whole school.',
          removals: 'What would be removed; what is added and changed is written anyway, unless too much changes.',
        }),
      ),
      'What is left as it is where something is held.',
    ),
    default: usualGuard.hold,
  },
  letGo: optional(
    letGo,
    "Kinds of links that go even while their school is held, since a stale one does harm: those that the extract no longer has, and those that a rule of their own keeps out. The last layer's list counts.",
    ['contactLinks'],
  ),
  firstLoad: {
    ...optional(
      whole(
        'firstLoad',
        oneOf({
          hold: 'It is held: only the name and what was found are written, so that `explain` and `report` can say why.',
          load: 'It is loaded.',
        }),
      ),
      "What becomes of a school's first load whose extract has records of which none comes through.",
    ),
    default: usualGuard.firstLoad,
  },
});

export const guardParts = guardKeys.names;
export type GuardPartName = (typeof guardParts)[number];

export type GuardEntry = {
  readonly [P in GuardPartName]: PartEntry<P, P extends 'removals' | 'changes' ? Partial<Threshold> : Guard[P]>;
}[GuardPartName];

/** All that one file says of the guard. */
export const guard = named(
  'guard',
  'Guard',
  'What a run holds back for a person to look at, instead of loading it. Later layers are laid over earlier ones, key by key.',
  {
    schema: guardKeys.schema,
    read: (file, node, what) => (links: readonly LinkKind[]) => {
      const { letGo: kinds, ...others } = guardKeys.read(file, node, what, node);
      return [...Object.values(others).flatMap((said): GuardEntry[] => said ?? []), ...(kinds?.(links) ?? [])];
    },
  },
  { removals: { share: '10 %', above: 5 }, hold: 'all' },
);

const pauseKeys = keyMap({
  from: needed(dayOrYearly, 'The first of them.', '2026-08-20', '08-01'),
  until: {
    ...needed(dayOrYearly, 'The last of them.', '2026-09-06', '08-31'),
    hint: 'Without a last day it would be forgotten.',
  },
});

/** A pause without an end would be forgotten, and the school with it. */
export const pauses: YamlType<Pause[][]> = oneOrMore(
  named(
    'pause',
    'Pause',
    'Days on which a school is not loaded. It has an end, or it would be forgotten.',
    {
      schema: pauseKeys.schema,
      read(file, node) {
        const entries = pauseKeys.enter(file, node, 'a pause');
        if (!isMap(node)) return [];
        const { from, until } = pauseKeys.readFrom(file, entries, node, 'A pause');
        checkDays(file, entries, { from, until }, 'the pause');
        return from === null || until === null ? [] : [{ from, until, place: file.place(node) }];
      },
    },
    { from: '2026-08-20', until: '2026-09-06' },
  ),
);

export const retired: YamlType<Retirement | null> = {
  schema: day.schema,
  read(file, node, what, key) {
    const since = day.read(file, node, what, key);
    return since === null ? null : { day: since, place: file.place(node) };
  },
};
