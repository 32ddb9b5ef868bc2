import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from '../test/support/cli.js';

interface Extract {
  SchoolID: string;
  ExtractedAt: string;
  Students: { Surname?: string; StudentID: unknown }[];
  Contacts: { ContactID: unknown }[];
  ContactLinks: { ContactID: unknown }[];
}

const nights = 90;
const aDay = 24 * 60 * 60 * 1000;
const editor = { name: 'office@example.org', password: 'a long way to the staffroom' };

export interface ExampleSite {
  readonly url: string;
  readonly extracts: string;
  readonly editor: typeof editor;
}

/**
 * The example schools after ninety nights: one that grows, was held on one night and had a broken file on another; one
 * that is held; one whose file is always cut short.
 */
export async function exampleSite(folder: string, end: Date): Promise<ExampleSite> {
  const url = `sqlite:${join(folder, 'example.db')}`;
  const extracts = join(folder, '*.json');
  const oakfield = JSON.parse(readFileSync('examples/oakfield.json', 'utf8')) as Extract;
  const [elmLine = '', cutShort = ''] = readFileSync('examples/three.ndjson', 'utf8').split('\n');
  const elm = JSON.parse(elmLine) as Extract;
  const give = (school: Extract | string, at: Date, id = ''): void => {
    const text = typeof school === 'string' ? school : JSON.stringify({ ...school, ExtractedAt: at.toISOString() });
    writeFileSync(join(folder, `${typeof school === 'string' ? id : school.SchoolID}.json`), text);
  };
  for (let night = 0; night < nights; night++) {
    const at = new Date(end.getTime() - (nights - 1 - night) * aDay);
    give(grown(oakfield, night), at);
    if (night === 40) give('{"SchoolID":"9361234","Students":[', at, oakfield.SchoolID);
    if (night === 60) give(without(oakfield, 20), at);
    give(night < nights - 1 ? elm : without(elm, 6), at);
    give(cutShort, at, '9361236');
    const { stdout, stderr } = await cli(['run', extracts, '--database', url], { now: at });
    assert.notEqual(stdout, '', stderr);
  }
  const { name, password } = editor;
  const added = await cli(['user', 'add', name, '--role', 'admin', '--all-schools', '--database', url], {
    stdin: password,
    now: end,
  });
  assert.equal(added.code, 0, added.stderr);
  return { url, extracts, editor };
}

/** Students come one by one, and on some nights a name is corrected. */
function grown(school: Extract, night: number): Extract {
  const late = Math.max(0, 12 - Math.floor(night / 7));
  const gone = school.Students.length - late;
  const Students = school.Students.slice(0, gone).map((student, at) =>
    night < 20 + at * 9 && at > 0 && at < 7 ? { ...student, Surname: `${student.Surname ?? ''}e` } : student,
  );
  return { ...school, Students };
}

/** Without `count` contacts and their links. */
function without(school: Extract, count: number): Extract {
  const left = new Set(school.Contacts.slice(count).map(({ ContactID: id }) => id));
  const isKept = ({ ContactID: id }: { ContactID: unknown }): boolean => left.has(id);
  return { ...school, Contacts: school.Contacts.filter(isKept), ContactLinks: school.ContactLinks.filter(isKept) };
}
