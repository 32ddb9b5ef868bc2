import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutValues } from '../../src/pipeline/yaml/without-values.js';

test('a line of a case keeps its keys, its length and nothing of a value', () => {
  for (const [line, shown] of [
    [
      '    Contacts: [{ ContactID: 1, Titel: Mrs, Forename: [Ada] }]',
      '    Contacts: [{ ContactID: ·, Titel: ···, Forename: [···] }]',
    ],
    ['  expct:', '  expct:'],
    ['- name: "Who: Ada"', '- name: "···: ···"'],
    ['  "Known name": Ada O\'Neil', '  "Known name": ··· ·\'····'],
    ['  born: 2018-03-09 # Ada', '  born: ····-··-·· # ···'],
    ['  primary: true, until: null', '  primary: true, until: null'],
  ] as const) {
    assert.equal(withoutValues(line), shown);
    assert.equal(shown.length, line.length);
  }
});
