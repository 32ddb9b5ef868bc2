import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameFault } from '../../src/serve/account-rules.js';

test('a name of an account has letters of one alphabet, so that nobody passes for another', () => {
  for (const name of ['office@example.org', 'łukasz.nowak@example.org', 'zoë', 'директор1@example.org', 'γραφείο'])
    assert.equal(nameFault(name), null, name);
  for (const name of ['adm\u0456n1', 'offi\u0441e@example.org', 'ad\u03bcin', 'office@ex\u0430mple.org'])
    assert.match(nameFault(name) ?? '', /one alphabet/, name);
});
