import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDescriptions } from '../../src/cli/format-descriptions.js';
import { checkFormats } from '../../src/report/check/formats.js';
import { formats } from '../../src/report/findings/formats.js';
import { impactFormats } from '../../src/report/impact/formats.js';
import { planFormats } from '../../src/report/plan/formats.js';
import { runFormats } from '../../src/report/run/formats.js';
import { testFormats } from '../../src/testing/formats.js';

const all = {
  run: runFormats,
  plan: planFormats,
  report: formats,
  check: checkFormats,
  test: testFormats,
  impact: impactFormats,
};

test('help describes the formats that there are, in their order', () => {
  for (const [command, described] of Object.entries(formatDescriptions)) {
    assert.deepEqual(
      Object.keys(described),
      all[command as keyof typeof all].map(({ name }) => name),
      command,
    );
  }
});
