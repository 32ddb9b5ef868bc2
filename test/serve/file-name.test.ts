import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { attachment } from '../../src/serve/file-name.js';
import { checked } from '../support/checked.js';
import { naughtyStrings } from '../support/naughty-strings.js';
import { cases } from '../support/numbers.js';

test('a download has a name for every browser, whole where it is not ASCII', () => {
  assert.equal(attachment('Parents Oakfield 2026-11-20.csv'), 'attachment; filename="Parents-Oakfield-2026-11-20.csv"');
  assert.equal(
    attachment('Parents Łódź (é) 2026-11-20.csv'),
    `attachment; filename="Parents-odz-e-2026-11-20.csv"; filename*=UTF-8''Parents-%C5%81%C3%B3d%C5%BA-%28%C3%A9%29-2026-11-20.csv`,
  );
});

test('whatever a school is called, its name stays inside of the header, and names no folder', async () => {
  const header = /^attachment; filename="[\w.-]+"(?:; filename\*=UTF-8''(?:[\w.~*-]|%[0-9A-F]{2})+)?$/;
  const holds = (name: string) => {
    const made = attachment(`Parents ${name} 2026-11-20.csv`);
    assert.match(made, header);
    const [, whole] = /UTF-8''(.*)$/.exec(made) ?? [];
    if (whole !== undefined) assert.doesNotMatch(decodeURIComponent(whole), /[/\\\p{Cc}]/u);
  };
  naughtyStrings.forEach(holds);
  await checked(fc.property(fc.string({ unit: 'binary' }), holds), { numRuns: cases(1000, 100) });
});
