import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withDaysAsStored } from '../../src/browse/days-of-search.js';

const days: Readonly<Record<string, string>> = {
  '9 Mar 2018': '2018-03-09',
  '09 march 2018': '2018-03-09',
  '9th March, 2018': '2018-03-09',
  '1 Sept 2018': '2018-09-01',
  '9-Mar-2018': '2018-03-09',
  '09/03/2018': '2018-03-09',
  '9/3/2018': '2018-03-09',
  '9.3.2018': '2018-03-09',
  '09-03-2018': '2018-03-09',
  '2018-03-09': '2018-03-09',
  'lim 9 mar 2018 09/03/2018 4B': 'lim 2018-03-09 2018-03-09 4B',
  '29 Feb 2020': '2020-02-29',
};

const none = [
  '30 Feb 2018',
  '29/02/2018',
  '13/13/2018',
  '9 Ma 2018',
  '9 Marx 2018',
  '109/03/2018',
  '09/03/20189',
  'May 2018',
  '9 Mar',
  '',
];

test('a day in a search is written as the tables have it, the day before the month', () => {
  for (const [typed, stored] of Object.entries(days)) assert.equal(withDaysAsStored(typed), stored);
});

test('what is no day stays as it is', () => {
  for (const typed of none) assert.equal(withDaysAsStored(typed), typed);
});
