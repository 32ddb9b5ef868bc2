import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mention, mentionId } from '../../src/words/mention.js';
import { inPlain } from '../../src/words/plain-words.js';
import { shippedConfiguration } from '../support/decide-text.js';

const { pipeline } = shippedConfiguration();
const names = new Map([['contacts', new Map([['5001#2', 'Mrs Ife Okoro']])]]);

test('the second half of a record is named by the id of its couple: no MIS knows the one that it has here', () => {
  assert.equal(inPlain(mention(pipeline, 'contacts', '5001#2', null)), 'the second parent of the couple 5001');
  assert.equal(
    inPlain(mentionId(pipeline, 'contacts', '5001#2', names)),
    'the second of the couple 5001 (Mrs Ife Okoro)',
  );
  assert.equal(inPlain(mention(pipeline, 'contacts', '5001', names)), 'parent 5001');
});

test('an id that ends so and is no half, or is what the extract itself calls the end of a link, stays as it is', () => {
  assert.equal(inPlain(mention(pipeline, 'classes', '9#2', null)), 'class 9#2');
  assert.equal(inPlain(mention(pipeline, 'contactLinks', ['101', '5001#2'], null)), 'student 101, parent 5001#2');
});
