import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  findInputs,
  loadInto,
  openDatabase,
  openForPlanning,
  planFor,
  run,
  type RunListeners,
  type RunResult,
  type RunTerms,
} from '../../src/index.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool, type SmallSchool } from '../support/small-school.js';
import { query } from '../support/tables.js';

const configuration = shippedConfiguration();
const now = (): Date => new Date('2026-11-24T06:00:00Z');
const sameBytes = 'The file is the one that was loaded last.';
const sameValues = 'The extract has the same values as the one that was loaded last.';

const ids = ['1', '2', '3'];

/** A folder of three schools, and a database of their own. */
function place(): {
  readonly folder: string;
  readonly file: string;
  readonly write: (id: string, more?: object) => void;
} {
  const folder = temporaryFolder();
  const extracts = join(folder, 'extracts');
  mkdirSync(extracts);
  const write = (id: string, more: object = {}): void => {
    const school: SmallSchool = { ...smallSchool(12, id), ...more };
    writeFileSync(join(extracts, `${id}.json`), JSON.stringify(school));
  };
  for (const id of ids) write(id);
  return { folder: extracts, file: join(folder, 'pullthrough.db'), write };
}

type More = Omit<RunTerms, 'configuration' | 'now'>;

async function night(folder: string, file: string, more: More = {}, on: RunListeners = {}): Promise<RunResult> {
  const db = await openDatabase(`sqlite:${file}`, configuration.pipeline);
  try {
    const inputs = await findInputs([folder], process.stdin);
    return await run(inputs, loadInto(db, { configuration, now, named: [folder], ...more }), on);
  } finally {
    await db.close();
  }
}

function told({ schools }: Pick<RunResult, 'schools'>): unknown[] {
  return schools.map(({ school, status, reason }) => [school, status, reason]);
}

test('a run loads a night and tells of each school; the next knows again by bytes and by values what is not new', async () => {
  const { folder, file, write } = place();
  const heard: unknown[] = [];
  const first = await night(
    folder,
    file,
    {},
    {
      school: ({ school, status }) => heard.push([school, status]),
      progress: ({ files, allFiles }) => heard.push(`${String(files)} of ${String(allFiles)}`),
      taken: (schools) => heard.push(schools.length),
      trouble: (message) => heard.push(message),
    },
  );
  assert.deepEqual(
    heard.filter((one) => typeof one !== 'string'),
    [...ids.map((id) => [id, 'loaded']), 3],
  );
  assert.equal(heard.at(-2), '3 of 3');
  assert.deepEqual(
    told(first),
    ids.map((id) => [id, 'loaded', null]),
  );
  const { schools, reasons, purge, ...rest } = first;
  assert.equal(schools.length, 3);
  assert.deepEqual(reasons, []);
  assert.equal(purge?.status, 'done');
  assert.deepEqual(rest, { unseen: [], cannotKnow: false, isInterrupted: false, isWell: true });
  const students = query(file, 'select * from students order by school_id, id');
  assert.equal(students.length, 36);

  write('2', { SchoolName: 'School 2', ExtractedAt: '2026-11-21T02:00:00Z' });
  const { Students } = smallSchool(12, '3');
  const [renamed, ...others] = Students;
  write('3', { ExtractedAt: '2026-11-21T02:00:00Z', Students: [{ ...renamed, Surname: 'Ong' }, ...others] });
  const second = await night(folder, file);
  assert.deepEqual(told(second), [
    ['1', 'unchanged', sameBytes],
    ['2', 'unchanged', sameValues],
    ['3', 'loaded', null],
  ]);
  assert.deepEqual(second.schools[0]?.sections, first.schools[0]?.sections);
  assert.deepEqual(second.schools[2]?.changes.students, { added: 0, changed: 1, removed: 0, returned: 0 });
  assert.deepEqual(query(file, 'select status from runs order by began'), [{ status: 'done' }, { status: 'done' }]);
});

test('one school of a night is loaded alone, and nobody is said to be missing', async () => {
  const { folder, file } = place();
  assert.equal((await night(folder, file)).isWell, true);
  const one = await night(folder, file, { schools: ['2'], repair: true });
  assert.deepEqual(told(one), [['2', 'unchanged', null]]);
  assert.deepEqual([one.unseen, one.isWell], [[], true]);
  const nobody = await night(folder, file, { schools: ['7'] });
  assert.deepEqual(told(nobody), [['7', 'failed', 'None of the inputs has this school.']]);
  assert.equal(nobody.isWell, false);
});

test('a school that did not arrive is missed by the next run of the same inputs, and by no run without a name for them', async () => {
  const { folder, file, write } = place();
  await night(folder, file);
  write('3', { SchoolID: '2' });
  const { unseen } = await night(folder, file);
  assert.deepEqual(unseen, [{ school: '3', lastMet: now().toISOString() }]);
  const db = await openDatabase(`sqlite:${file}`, configuration.pipeline);
  const unnamed = await run(await findInputs([folder], process.stdin), loadInto(db, { configuration, now }));
  await db.close();
  assert.deepEqual(unnamed.unseen, []);
});

test('a run that is interrupted finishes the school in hand, and says so here and in the tables', async () => {
  const { folder, file } = place();
  const interruption = new AbortController();
  const on = { school: () => interruption.abort() };
  const cut = await night(folder, file, { interrupted: interruption.signal }, on);
  assert.deepEqual(told(cut), [['1', 'loaded', null]]);
  assert.deepEqual([cut.isInterrupted, cut.isWell, cut.purge], [true, false, null]);
  assert.deepEqual(query(file, 'select status from runs'), [{ status: 'interrupted' }]);
});

test('what was planned is done, and a school for which something else would be done now fails', async () => {
  const { folder, file, write } = place();
  const terms = { configuration, now };
  const inputs = await findInputs([folder], process.stdin);
  const before = await openForPlanning(`sqlite:${file}`, configuration.pipeline);
  const { schools, planned } = await run(inputs, planFor(before, terms, 2));
  await before.close();
  assert.deepEqual(
    told({ schools }),
    ids.map((id) => [id, 'planned', null]),
  );
  assert.deepEqual(
    schools.map(({ details }) => details?.records.length),
    [2, 2, 2],
  );
  assert.deepEqual([...planned.byDocument.keys()], [1, 2, 3]);
  write('2', { SchoolName: 'Another name' });
  const db = await openDatabase(`sqlite:${file}`, configuration.pipeline);
  const result = await run(inputs, loadInto(db, terms, planned));
  await db.close();
  assert.deepEqual(told(result), [
    ['1', 'loaded', null],
    [
      '2',
      'failed',
      'The extract, the rules or the database have changed since the run was planned. No table was touched: plan again.',
    ],
    ['3', 'loaded', null],
  ]);
});

test('a fault in a listener ends the run, which is failed in the tables', async () => {
  const { folder, file } = place();
  const fault = new Error('of the listener');
  const on = {
    school: () => {
      throw fault;
    },
  };
  await assert.rejects(night(folder, file, {}, on), fault);
  assert.deepEqual(query(file, 'select status from runs'), [{ status: 'failed' }]);
});
