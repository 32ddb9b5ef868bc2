import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Batch } from '../../src/run/batch.js';
import { textInput, type Input } from '../../src/extract/bytes/input.js';
import type { KnownSchool } from '../../src/load/recall.js';
import { memoryOf } from '../../src/load/school-memory.js';
import type { SchoolReport } from '../../src/run/run-result.js';
import type { BegunWork } from '../../src/run/work.js';
import { shippedConfiguration } from '../support/decide-text.js';
import { smallSchool } from '../support/small-school.js';

type Taking = Omit<BegunWork, 'end' | 'breakOff'>;

const configuration = shippedConfiguration();

function known(school: string): KnownSchool {
  const memory = memoryOf({ school_id: school, name: null, last_run_id: 'before' });
  return { school, memory, reason: 'nothing is new', extractedAt: null, hasOwnFile: false, wasRead: false };
}

/** A file of schools, known by its bytes or not. */
interface File {
  readonly schools: readonly string[];
  readonly isKnown: boolean;
  /** In the place of what is made of the schools. */
  readonly text?: string;
}

/** The first and the last, as in `1-3`. */
function ends(values: readonly unknown[]): string {
  return [...new Set([values[0], values.at(-1)])].join('-');
}

/** Work that writes down what it is given: `1-3@2-4` for schools 1 to 3 at once, as documents 2 to 4. */
class Notes implements Taking {
  readonly notes: string[] = [];

  constructor(
    private readonly files: readonly File[],
    private readonly options: {
      /** Which other run loads in between. */
      readonly overtaken?: string;
      /** Which cannot be written to. */
      readonly refused?: string;
      readonly after?: () => void;
      /** Without it, a time before all extracts. */
      readonly now?: Date;
    } = {},
  ) {}

  sourceMarks: Taking['sourceMarks'] = () => Promise.resolve(new Map());

  recall: Taking['recall'] = (marks) =>
    Promise.resolve(marks.map(({ digest }) => this.files[Number(digest)].schools.map(known)));

  takeKnown: Taking['takeKnown'] = (schools) => {
    const ids = schools.map(({ school }) => school);
    const { overtaken, refused, after } = this.options;
    if (refused !== undefined && ids.includes(refused)) return Promise.reject(new Error('refused'));
    const noted = overtaken !== undefined && ids.includes(overtaken) ? ids.slice(0, ids.indexOf(overtaken)) : ids;
    const numbers = schools.slice(0, noted.length).map(({ document }) => document);
    if (noted.length > 0) this.notes.push(`${ends(noted)}@${ends(numbers)}`);
    after?.();
    return Promise.resolve(noted.map(() => ({ status: 'unchanged', reason: null })));
  };

  take: Taking['take'] = ({ school }, _digest, document) => {
    this.notes.push(`read ${school}@${String(document)}`);
    return Promise.resolve({ status: 'loaded', reason: null });
  };

  failed: Taking['failed'] = ({ school }, document) => {
    this.notes.push(`failed ${String(school)}@${String(document)}`);
    return Promise.resolve();
  };

  schoolsOf: Taking['schoolsOf'] = () => Promise.resolve([]);
  noteSource: Taking['noteSource'] = () => Promise.resolve();

  finished: Taking['finished'] = ({ schools }) => {
    this.notes.push(`remembered ${schools.join('-')}`);
    return Promise.resolve();
  };
}

function inputsOf(files: readonly File[]): Input[] {
  return files.map(({ schools, isKnown, text: given }, index) => {
    const text = given ?? JSON.stringify(schools.map((id) => smallSchool(1, id)));
    const input = textInput(`file ${String(index)}`, text);
    return isKnown ? { ...input, mark: () => Promise.resolve({ digest: String(index), at: null }) } : input;
  });
}

async function goThrough(
  files: readonly File[],
  options: ConstructorParameters<typeof Notes>[1] = {},
  schools: readonly string[] = [],
  interruption = new AbortController(),
): Promise<{ notes: readonly string[]; reports: readonly SchoolReport[]; said: string[] }> {
  const work = new Notes(files, options);
  const now = () => options.now ?? new Date(0);
  const terms = { configuration, now, schools, interrupted: interruption.signal };
  const batch = new Batch(terms, work, {});
  await batch.goThrough(inputsOf(files));
  const said = batch.schools.map(({ school, status }) => `${String(school)} ${status}`);
  return { notes: work.notes, reports: batch.schools, said };
}

const one = (id: number, isKnown = true): File => ({ schools: [String(id)], isKnown });
const many = (count: number, isKnown: (id: number) => boolean = () => true): File[] =>
  Array.from({ length: count }, (_, at) => one(at + 1, isKnown(at + 1)));

test('files of which nothing is new are taken together, up to one that has to be read, in the order of the inputs', async () => {
  const { notes, said } = await goThrough(many(7, (id) => id !== 4));
  assert.deepEqual(notes, ['1-3@1-3', 'read 4@4', '5-7@5-7']);
  assert.deepEqual(
    said,
    [1, 2, 3, 4, 5, 6, 7].map((id) => `${String(id)} ${id === 4 ? 'loaded' : 'unchanged'}`),
  );
});

test('a large file that is known is taken a hundred schools at a time', async () => {
  const schools = Array.from({ length: 250 }, (_, at) => String(at + 1));
  const { notes, said } = await goThrough([{ schools, isKnown: true }]);
  assert.deepEqual(notes, ['1-100@1-100', '101-200@101-200', '201-250@201-250']);
  assert.equal(said.length, 250);
});

test('a school that another run loads in between is read, before what comes after it is taken', async () => {
  const { notes, said } = await goThrough(many(5), { overtaken: '3' });
  assert.deepEqual(notes, ['1-2@1-2', 'read 3@3', '4-5@4-5']);
  assert.deepEqual(
    said,
    [1, 2, 3, 4, 5].map((id) => `${String(id)} ${id === 3 ? 'loaded' : 'unchanged'}`),
  );
});

test('a file of several schools of which one is loaded in between is read whole, and told of once', async () => {
  const { notes, said } = await goThrough([one(1), { schools: ['2', '3', '4'], isKnown: true }, one(5)], {
    overtaken: '3',
  });
  assert.deepEqual(notes, ['1-2@1-2', 'read 2@5', 'read 3@8', 'read 4@11', '5@3']);
  assert.deepEqual(said, ['1 unchanged', '2 loaded', '3 loaded', '4 loaded', '5 unchanged']);
});

test('of schools that are taken together one that fails does not stop the others', async () => {
  const { notes, said } = await goThrough(many(4), { refused: '2' });
  assert.deepEqual(notes, ['1@1', '3@3', '4@4', 'failed 2@2']);
  assert.deepEqual(said, ['1 unchanged', '2 failed', '3 unchanged', '4 unchanged']);
});

test('a school that stands in two known files is taken from the first, and the second is read and fails', async () => {
  const { notes, said } = await goThrough([one(1), one(2), one(1), one(3)]);
  assert.deepEqual(notes, ['1-2@1-2', 'failed 1@3', '3@4']);
  assert.deepEqual(said, ['1 unchanged', '2 unchanged', '1 failed', '3 unchanged']);
});

test('a known file with a school that is not meant is read, for the others', async () => {
  const { notes, said } = await goThrough([{ schools: ['1', '2'], isKnown: true }, one(3)], {}, ['2', '3']);
  assert.deepEqual(notes, ['read 2@1', '3@2']);
  assert.deepEqual(said, ['2 loaded', '3 unchanged']);
});

test('what was taken when a person interrupts is told of, and what comes after is left', async () => {
  const schools = Array.from({ length: 250 }, (_, at) => String(at + 1));
  const interruption = new AbortController();
  const after = (): void => {
    interruption.abort();
  };
  const { notes, said } = await goThrough([{ schools, isKnown: true }, one(251)], { after }, [], interruption);
  assert.deepEqual(notes, ['1-100@1-199']);
  assert.equal(said.length, 100);
});

test('a file is remembered where what its mark leaves out is the time that counts, and no time of it is still to come', async () => {
  const usual = JSON.stringify(smallSchool(1, '1'));
  const twice = usual.replace('{', '{"ExtractedAt":"2026-11-20T02:00:00Z",');
  const ahead = usual.replace('2026-11-20', '2026-11-29');
  const { ExtractedAt, ...rest } = smallSchool(1, '1');
  const atEnd = (at: string): string => JSON.stringify({ ...rest, ExtractedAt: at });
  const second = [usual, ahead.replace('"1"', '"2"')].join('\n');
  const isRemembered = async (text: string): Promise<boolean> => {
    const now = new Date('2026-11-21');
    const { notes } = await goThrough([{ schools: [], isKnown: false, text }], { now });
    return notes.some((note) => note.startsWith('remembered'));
  };
  const remembered = [usual, atEnd(String(ExtractedAt)), JSON.stringify(rest)];
  for (const text of remembered) assert.equal(await isRemembered(text), true, text);
  for (const text of [twice, ahead, atEnd('2026-11-29'), second]) assert.equal(await isRemembered(text), false, text);
});
