import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WordMoves } from '../../src/load/words/word-moves.js';

test('of who is renamed, only the words that are new or gone are moved', () => {
  const moves = new WordMoves();
  moves.changes('1', ['Mr', 'Sam', 'Lee', 'sam@example.org'], ['Mr', 'Sam', 'Lee-Ito', 'sam@example.org']);
  moves.changes('2', ['Mrs', 'Lee', 'Ito', null], ['Mrs', 'Lee', 'Lee', null]);
  assert.deepEqual(
    [...moves.come],
    [
      ['ito', ['1']],
      ['leeito', ['1']],
    ],
  );
  assert.deepEqual(
    Array.from(moves.gone, ([word, ids]) => [word, [...ids]]),
    [
      ['lee', ['1']],
      ['ito', ['2']],
    ],
  );
});
