import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool } from '../support/small-school.js';
import { unlessFull } from '../support/numbers.js';

const folder = temporaryFolder();

test(
  'C3: 3,000 contacts of one name, phone and email are loaded, reported and explained in seconds, as one thing to look at',
  { skip: unlessFull('it loads 3,000 contacts') },
  async () => {
    const school = smallSchool(10);
    const ids = Array.from({ length: 3000 }, (_, at) => 5000 + at);
    const details = {
      Title: 'Mrs',
      Forename: 'Ada',
      Surname: 'Lim',
      Email: 'a@example.org',
      Phone: '01632 960001',
      Relationship: 'Aunt',
    };
    school.Contacts = ids.map((id) => ({ ContactID: id, ...details }));
    school.ContactLinks = ids.map((id) => ({
      StudentID: 100,
      ContactID: id,
      Relationship: 'Aunt',
      ParentalResponsibility: true,
    }));
    const file = join(folder, 'alike.json');
    writeFileSync(file, JSON.stringify(school));
    const database = ['--database', `sqlite:${join(folder, 'alike.db')}`];
    // Processor time, so that it does not matter how busy the machine is.
    const start = process.cpuUsage();
    const run = await cli(['run', file, ...database, '--json']);
    assert.equal(run.code, 0, run.stderr);
    const [{ warnings }] = (JSON.parse(run.stdout) as { schools: [{ warnings: Record<string, number> }] }).schools;
    assert.deepEqual(warnings, { alike: 1 });
    const because = 'It is one of 3000 that have the same forename, surname, email, phone and student.';
    for (const inputs of [[file], []]) {
      const text = await cli(['report', ...inputs, ...database]);
      assert.match(
        text.stdout,
        /1 parent +It is one of 3000 .* Have those who are one person made one record\.\n +5000\n/,
      );
      const json = await cli(['report', ...inputs, ...database, '--format', 'json']);
      const { schools } = JSON.parse(json.stdout) as {
        schools: { duplicates: unknown[]; toCorrect: { wrong: string }[] }[];
      };
      assert.deepEqual(schools[0]?.duplicates, []);
      assert.deepEqual(
        schools[0]?.toCorrect.map(({ wrong }) => wrong),
        [because],
      );
    }
    assert.match((await cli(['explain', 'contact', '5000', ...database])).stdout, /alike/);
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system < 20_000_000);
  },
);
