import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noneThrough, type Sums } from '../../src/decide/decision.js';
import { RowChanges } from '../../src/load/compare/differences.js';
import { WantedRows } from '../../src/load/compare/wanted-rows.js';
import { besideHold, isWithin, weigh, type HeldItem, type Hold } from '../../src/load/hold/weigh.js';
import { numbered } from '../../src/load/hold/stored-hold.js';
import { linksLetGo } from '../../src/load/hold/let-go.js';
import type { SchoolMemory } from '../../src/load/school-memory.js';
import type { LostColumn, TablePlan } from '../../src/load/compare/table-plan.js';
import type { PipelineTable } from '../../src/load/tables/tables.js';
import { usualGuard, type Guard } from '../../src/pipeline/guard/guard.js';

const column = (name: string) => ({ name, type: 'text' as const });

const students: PipelineTable = {
  name: 'students',
  kind: 'students',
  key: ['id'],
  kept: [column('surname'), column('class_name')],
  emptied: [],
  local: [],
  keepsLeft: true,
  isSearched: true,
  lookedUpBy: null,
  found: [],
};
const contactLinks: PipelineTable = {
  name: 'contact_links',
  kind: 'contactLinks',
  key: ['student_id', 'contact_id'],
  kept: [column('relationship')],
  emptied: [],
  local: [],
  keepsLeft: false,
  isSearched: false,
  lookedUpBy: null,
  found: [],
};

interface Counts {
  readonly table?: PipelineTable;
  /** Rows that the table holds. */
  readonly current: number;
  readonly removed?: number;
  readonly changed?: number;
  readonly added?: number;
  readonly returned?: number;
  readonly lost?: readonly LostColumn[];
}

/** A plan with rows called r0, r1 …, c0 … by what becomes of them; what changes changes its first column. */
function planOf({ table = students, current, lost = [], ...counts }: Counts): TablePlan {
  const kinds = ['added', 'changed', 'removed', 'returned'] as const;
  const changes = new RowChanges(new WantedRows(noneThrough));
  for (const kind of kinds) {
    for (let index = 0; index < (counts[kind] ?? 0); index++) {
      const key = table.key.map(() => `${kind.charAt(0)}${String(index)}`);
      const values = table.kept.map(() => 'Lim');
      const before = kind === 'changed' ? ['Ong', ...values.slice(1)] : kind === 'removed' ? values : null;
      changes.add({ kind, row: { key, values }, before, wasEdited: false });
    }
  }
  const { removed = 0, added = 0, returned = 0 } = counts;
  return { table, changes, unstamped: [], current, wanted: current - removed + added + returned, lost, moved: [] };
}

function sumsOf(read: Record<string, number>): Map<string, Sums> {
  return new Map(
    Object.entries(read).map(([kind, items]) => [
      kind,
      { read: items, through: items, not: 0, rejected: 0, merged: 0, split: 0 },
    ]),
  );
}

function memoryOf(read: Record<string, number>): SchoolMemory {
  return {
    name: 'Oakfield',
    lastRunId: 'run 1',
    loadedAt: '2026-11-20T02:00:00.000Z',
    extractedAt: null,
    findingsDigest: null,
    bytesDigest: null,
    bytesPart: null,
    valuesDigest: null,
    rulesDigest: null,
    hadOwnFile: null,
    wentLinks: new Map(),
    outcome: { sections: Object.fromEntries(sumsOf(read)) },
    rows: null,
    columns: null,
  };
}

const guardOf = (guard: Partial<Guard>): Guard => ({ ...usualGuard, ...guard });

/** What a hold says in short: of which kind and type its reasons are, and of how many rows. */
function reasonsOf(plans: readonly TablePlan[], guard = usualGuard): string[] {
  return said(weigh(plans, new Map(), null, guard));
}

function said(hold: Hold | null): string[] {
  return (hold?.reasons ?? []).map(({ type, plan, count }) => `${plan.table.kind} ${type} ${String(count)}`);
}

const edges: readonly [title: string, counts: Counts, guard: Partial<Guard>, reasons: string[]][] = [
  ['nothing of nothing', { current: 0 }, {}, []],
  ['nothing of nothing, where nothing may go', { current: 0 }, { removals: { share: 0, above: 0 } }, []],
  ['nothing of many, where nothing may go', { current: 100 }, { removals: { share: 0, above: 0 } }, []],
  [
    'one of many, where nothing may go',
    { current: 100, removed: 1 },
    { removals: { share: 0, above: 0 } },
    ['students removals 1'],
  ],
  ['what only is added to an empty table', { current: 0, added: 500 }, {}, []],
  ['what only returns', { current: 1, returned: 500 }, {}, []],
  ['exactly the share that may go', { current: 100, removed: 10 }, {}, []],
  ['one more than the share that may go', { current: 100, removed: 11 }, {}, ['students removals 11']],
  ['a share that is no whole number of rows, below', { current: 109, removed: 10 }, {}, []],
  ['a share that is no whole number of rows, above', { current: 109, removed: 11 }, {}, ['students removals 11']],
  ['exactly the rows that may go whatever their share', { current: 6, removed: 5 }, {}, []],
  ['one row more than may go whatever their share', { current: 7, removed: 6 }, {}, ['students removals 6']],
  ['all but one', { current: 1000, removed: 999 }, {}, ['students removals 999']],
  ['all but one, where all may go', { current: 1000, removed: 999 }, { removals: { share: 100, above: 0 } }, []],
  ['exactly the share that may change', { current: 100, changed: 75 }, {}, []],
  ['one more than the share that may change', { current: 100, changed: 76 }, {}, ['students changes 76']],
  ['exactly the rows that may change whatever their share', { current: 20, changed: 20 }, {}, []],
  ['one row more than may change whatever their share', { current: 21, changed: 21 }, {}, ['students changes 21']],
  [
    'one change, where nothing may',
    { current: 9, changed: 1 },
    { changes: { share: 0, above: 0 } },
    ['students changes 1'],
  ],
  [
    'new rows beside removals do not make those fewer',
    { current: 50, removed: 6, added: 500 },
    {},
    ['students removals 6'],
  ],
  ['too much of both', { current: 100, removed: 20, changed: 80 }, {}, ['students removals 20', 'students changes 80']],
  ['the only row there is', { current: 1, removed: 1 }, {}, ['students emptied 1']],
  [
    'the only row there is, where all may go',
    { current: 1, removed: 1 },
    { removals: { share: 100, above: 99 } },
    ['students emptied 1'],
  ],
  ['the only row there is, and another in its place', { current: 1, removed: 1, added: 1 }, {}, []],
];

for (const [title, counts, guard, reasons] of edges)
  test(`${reasons.length === 0 ? 'let through' : 'held'}: ${title}`, () => {
    assert.deepEqual(reasonsOf([planOf(counts)], guardOf(guard)), reasons);
  });

test('each table is weighed by itself, and each that is too much is said', () => {
  const plans = [planOf({ current: 100, removed: 11 }), planOf({ table: contactLinks, current: 10, removed: 10 })];
  assert.deepEqual(reasonsOf(plans), ['students removals 11', 'contactLinks emptied 10']);
  const spread = [planOf({ current: 10, removed: 5 }), planOf({ table: contactLinks, current: 10, removed: 5 })];
  assert.deepEqual(reasonsOf(spread), []);
});

test('rows that were added since the last load do not make removals or changes a smaller share', () => {
  const weighed = (counts: Counts, rows: Record<string, number> | null) =>
    said(weigh([planOf(counts)], new Map(), { ...memoryOf({}), rows }, usualGuard));
  assert.deepEqual(weighed({ current: 80, removed: 7 }, { students: 60 }), ['students removals 7']);
  assert.deepEqual(weighed({ current: 80, removed: 6 }, { students: 60 }), []);
  assert.deepEqual(weighed({ current: 60, removed: 7 }, { students: 80 }), ['students removals 7']);
  assert.deepEqual(weighed({ current: 80, removed: 7 }, null), []);
  assert.deepEqual(weighed({ current: 60, changed: 31 }, { students: 40 }), ['students changes 31']);
  assert.deepEqual(weighed({ current: 6, removed: 6, added: 1 }, { students: 0 }), ['students removals 6']);
});

test('a section that came empty and was not is held, also where none of it came through', () => {
  const emptied = planOf({ current: 3, removed: 3 });
  const nobody = planOf({ current: 0 });
  const weighed = (plan: TablePlan, before: Record<string, number> | null, now: Record<string, number>) =>
    said(weigh([plan], sumsOf(now), before === null ? null : memoryOf(before), usualGuard));
  assert.deepEqual(weighed(emptied, { students: 4 }, { students: 0 }), ['students section 4']);
  assert.deepEqual(weighed(nobody, { students: 4 }, { students: 0 }), ['students section 4']);
  assert.deepEqual(weighed(nobody, { students: 0 }, { students: 0 }), []);
  assert.deepEqual(weighed(nobody, { students: 4 }, { students: 1 }), []);
  assert.deepEqual(weighed(nobody, null, { students: 0 }), []);
  // What an earlier version loaded has no sums: then the rows tell.
  assert.deepEqual(weighed(emptied, {}, { students: 0 }), ['students emptied 3']);
});

test('a column that has no value any more is held, however few rows that are', () => {
  const plan = planOf({ current: 100, changed: 1, lost: [{ column: 'surname', had: 1 }] });
  assert.deepEqual(weigh([plan], new Map(), null, guardOf({ changes: { share: 100, above: 100 } })), {
    reasons: [{ type: 'lost', plan, column: 'surname', count: 1 }],
    part: [{ kind: 'students', id: 'c0', change: 'changed', columns: ['surname'] }],
  });
});

test('what is held is named, row by row', () => {
  const gone = (id: string): HeldItem => ({ kind: 'students', id, change: 'removed', columns: [] });
  const plan = planOf({ current: 7, removed: 2, changed: 1, added: 1 });
  const guard = guardOf({ removals: { share: 0, above: 0 } });
  assert.deepEqual(weigh([plan], new Map(), null, guard)?.part, [gone('r0'), gone('r1')]);
  const links = planOf({ table: contactLinks, current: 1, removed: 1 });
  assert.deepEqual(weigh([links], sumsOf({ contactLinks: 0 }), memoryOf({ contactLinks: 2 }), guard)?.part, [
    { kind: 'contactLinks', id: null, change: 'emptied', columns: [] },
    { kind: 'contactLinks', id: '["r0","r0"]', change: 'removed', columns: [] },
  ]);
  const changing = guardOf({ changes: { share: 0, above: 0 } });
  assert.deepEqual(weigh([plan], new Map(), null, changing)?.part, [
    { kind: 'students', id: 'c0', change: 'changed', columns: ['surname'] },
  ]);
});

test('what is the same as was approved, or less, is within it, and nothing else is', () => {
  const item = (id: string | null, change: HeldItem['change'], ...columns: string[]): HeldItem => ({
    kind: 'students',
    id,
    change,
    columns,
  });
  const approved = [
    item(null, 'emptied'),
    item('1', 'removed'),
    item('2', 'removed'),
    item('3', 'changed', 'surname'),
    item('3', 'changed', 'class_name'),
  ];
  const within: HeldItem[][] = [
    [],
    approved,
    [...approved].reverse(),
    [item('2', 'removed')],
    [item(null, 'emptied')],
    [item('3', 'changed', 'class_name', 'surname')],
    [item('3', 'changed', 'surname')],
  ];
  for (const part of within) assert.equal(isWithin(part, approved), true, JSON.stringify(part));
  const beyond: HeldItem[][] = [
    [...approved, item('4', 'removed')],
    [item('3', 'removed')],
    [item('1', 'changed', 'surname')],
    [item('3', 'changed', 'surname', 'email')],
    [{ ...item('1', 'removed'), kind: 'contacts' }],
    [{ ...item(null, 'emptied'), kind: 'contacts' }],
  ];
  for (const part of beyond) assert.equal(isWithin(part, approved), false, JSON.stringify(part));
  assert.equal(isWithin([item('1', 'removed')], []), false);
  assert.equal(isWithin([], []), true);
});

test('what is held for several reasons is kept once, with all its columns, and kind by kind', () => {
  const changed = (kind: string, id: string, ...columns: string[]): HeldItem => ({
    kind,
    id,
    change: 'changed',
    columns,
  });
  const removed: HeldItem = { kind: 'students', id: '1', change: 'removed', columns: [] };
  const emptied: HeldItem = { kind: 'groups', id: null, change: 'emptied', columns: [] };
  const part = [
    changed('students', '1', 'a'),
    emptied,
    removed,
    changed('students', '2', 'b'),
    changed('students', '1', 'b'),
  ];
  const { items, counts, fingerprint } = numbered(part);
  assert.deepEqual(items, [changed('students', '1', 'a', 'b'), removed, changed('students', '2', 'b'), emptied]);
  assert.deepEqual(counts, [
    { kind: 'students', emptied: 0, removed: 1, changed: 2 },
    { kind: 'groups', emptied: 1, removed: 0, changed: 0 },
  ]);
  assert.equal(numbered(items).fingerprint, fingerprint);
  assert.notEqual(numbered(items.slice(1)).fingerprint, fingerprint);
});

/** Which rows are written beside what is held; of links that would go, those after the first so many are withdrawn. */
function beside(
  plans: readonly TablePlan[],
  guard: Partial<Guard> = {},
  { now = {}, before = {} }: { now?: Record<string, number>; before?: Record<string, number> } = {},
  stay = 0,
): Record<string, string[]> {
  const removals: Guard = { ...usualGuard, hold: 'removals', letGo: ['contactLinks'], ...guard };
  const memory = memoryOf(before);
  const hold = weigh(plans, sumsOf(now), memory, removals);
  assert.ok(hold !== null);
  const areWithdrawn = (_: string, links: readonly unknown[]) => links.map((_, at) => at >= stay);
  const isUnclear = () => false;
  const letGo = linksLetGo(plans, hold, { memory, guard: removals, areWithdrawn, isUnclear });
  return Object.fromEntries(
    besideHold(plans, hold, removals, letGo, isUnclear).map(({ table, changes }) => [
      table.kind,
      Array.from(changes, ({ row }) => row.key[0] ?? ''),
    ]),
  );
}

test('beside held removals, what is added, changed or returns is written, and no row goes, of no table', () => {
  const held = planOf({ current: 7, removed: 6, changed: 1, added: 1, returned: 1 });
  const other = planOf({ table: { ...students, kind: 'teachers' }, current: 100, removed: 1, changed: 1 });
  assert.deepEqual(beside([held, other]), { students: ['a0', 'c0', 'r0'], teachers: ['c0'] });
  assert.deepEqual(beside([held, other], { hold: 'all' }), {});
});

test('a link that harms while it stays goes beside what is held, unless these are too many by themselves', () => {
  const held = planOf({ current: 7, removed: 6 });
  const few = planOf({ table: contactLinks, current: 100, removed: 1, changed: 1 });
  assert.deepEqual(beside([held, few]), { students: [], contactLinks: ['c0', 'r0'] });
  assert.deepEqual(beside([held, few], { hold: 'all' }), { contactLinks: ['r0'] });
  assert.deepEqual(beside([held, few], { letGo: [] }), { students: [], contactLinks: ['c0'] });
  const many = planOf({ table: contactLinks, current: 12, removed: 7, added: 1 });
  assert.deepEqual(beside([many]), { contactLinks: ['a0'] });
  assert.deepEqual(beside([many], {}, {}, 2), { contactLinks: ['a0', 'r2', 'r3', 'r4', 'r5', 'r6'] });
});

test('no link goes where none would be left, or its section came empty', () => {
  const all = planOf({ table: contactLinks, current: 2, removed: 2 });
  assert.deepEqual(beside([all], {}, {}, 1), { contactLinks: [] });
  const cameEmpty = { before: { contactLinks: 2 }, now: { contactLinks: 0 } };
  assert.deepEqual(beside([all], {}, cameEmpty), { contactLinks: [] });
  const held = planOf({ current: 7, removed: 6 });
  const exchanged = planOf({ table: contactLinks, current: 2, removed: 2, added: 2 });
  assert.deepEqual(beside([held, exchanged], { hold: 'all' }), {});
  assert.deepEqual(beside([held, exchanged]), { students: [], contactLinks: ['a0', 'a1', 'r0', 'r1'] });
});

test('changes that are too many, or take a column its last value, are not written, and all else of the table is', () => {
  const many = planOf({ current: 30, changed: 25, added: 1 });
  assert.deepEqual(beside([many]), { students: ['a0'] });
  const lost = planOf({ current: 30, changed: 2, added: 1, returned: 1, lost: [{ column: 'surname', had: 2 }] });
  assert.deepEqual(beside([lost]), { students: ['a0', 'r0'] });
  const links = planOf({ table: contactLinks, current: 30, changed: 25, removed: 1 });
  assert.deepEqual(beside([links]), { contactLinks: ['r0'] });
});
