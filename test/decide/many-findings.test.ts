import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decideText, shippedConfiguration } from '../support/decide-text.js';
import { unlessFull } from '../support/numbers.js';
import { smallSchool } from '../support/small-school.js';

/** More than a function takes as arguments. */
const many = 150_000;

test(
  'a school of which very much is to be said is decided like any other',
  { skip: unlessFull('it decides a school of very many findings') },
  async () => {
    const school = smallSchool(1);
    for (let at = 1; at <= many; at++) {
      const id = 10_000 + at;
      school.Contacts.push({ ContactID: id, Title: 'Mrs', Forename: 'A', Surname: `B${String(at)}`, Email: 'none' });
      school.ContactLinks.push({ StudentID: 100, ContactID: id }, { StudentID: 1, ContactID: id });
    }
    const configuration = shippedConfiguration();
    const pipeline = { ...configuration.pipeline, limits: { ...configuration.pipeline.limits, findings: 3 * many } };
    const forSchool = (id: string) => ({ ...configuration.forSchool(id), pipeline });
    const { findings } = await decideText(JSON.stringify(school), { ...configuration, pipeline, forSchool });
    const count = (rule: string): number => findings.filter((finding) => finding.rule === rule).length;
    assert.deepEqual([count('contact-email-form'), count('dangling')], [many, many]);
  },
);
