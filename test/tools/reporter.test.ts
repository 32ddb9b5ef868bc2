import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSources } from '../../tools/reporter.js';

test('a place in a compiled file is shown as that of its source, and any other text as it is', () => {
  const compiled = new URL('../../src/index.js', import.meta.url).href;
  assert.match(withSources(`    at load (${compiled}:1:1)`), /^ {4}at load \(src\/index\.ts:\d+:\d+\)$/);
  assert.match(withSources('test at dist/src/index.js:1:1\n'), /^test at src\/index\.ts:\d+:\d+\n$/);
  for (const text of ['no place: 1:1', 'dist/none.js:1:1', 'at node:internal/main.js:1:1'])
    assert.equal(withSources(text), text);
});
