import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { NamingKeys } from '../../src/decide/naming-keys.js';
import { checked } from '../support/checked.js';

test('the keys that named links are those that were noted, each once, in their order', async () => {
  const key = fc.constantFrom('StaffID1', 'StaffID2', 'StaffIDs');
  const noted = fc.oneof(
    fc.record({ type: fc.constant('push' as const), list: fc.uniqueArray(key, { maxLength: 2 }) }),
    fc.record({ type: fc.constant('add' as const), link: fc.nat(), key }),
    fc.record({ type: fc.constant('repeat' as const), link: fc.nat() }),
  );
  await checked(
    fc.property(fc.array(noted), fc.nat({ max: 5 }), (all, room) => {
      const keys = new NamingKeys(room);
      const plain: string[][] = [];
      for (const one of all) {
        if (one.type === 'push') {
          keys.push(one.list);
          plain.push([...one.list]);
        } else if (plain.length > 0) {
          const link = one.link % plain.length;
          if (one.type === 'repeat') {
            keys.repeat(link);
            plain.push([...plain[link]]);
          } else {
            keys.add(link, one.key);
            if (!plain[link].includes(one.key)) plain[link].push(one.key);
          }
        }
      }
      assert.deepEqual(
        plain.map((_, link) => keys.of(link)),
        plain,
      );
    }),
  );
});
