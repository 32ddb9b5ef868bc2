import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkFormats } from '../../src/report/check/formats.js';
import { findingFormats } from '../../src/report/findings/formats.js';
import { impactFormats } from '../../src/report/impact/formats.js';
import { planFormats } from '../../src/report/plan/formats.js';
import { runFormats } from '../../src/report/run/formats.js';
import { testFormats } from '../../src/testing/report/formats.js';
import { cli } from '../support/cli.js';

const all = {
  run: runFormats,
  plan: planFormats,
  report: findingFormats,
  check: checkFormats,
  test: testFormats,
  impact: impactFormats,
};

for (const [command, formats] of Object.entries(all))
  test(`help of ${command} describes the formats that there are, in their order`, async () => {
    const named = formats.map(({ name, meaning }) => `${name} (${meaning})`).join(', ');
    for (const args of [
      [command, '--help'],
      ['help', command],
    ]) {
      const { stdout } = await cli(args);
      assert.ok(stdout.replaceAll(/\s+/g, ' ').includes(named), stdout);
    }
  });
