import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { backends } from '../support/databases.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { nightsIn } from '../support/nights.js';
import { smallSchool } from '../support/small-school.js';

const folder = temporaryFolder();
const begin = nightsIn();
const { config } = configured(folder, {
  'rules/schools/9361234.yaml': 'options: { parentalResponsibilityOnly: true }\n',
});

interface Found {
  readonly file: string;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

for (const backend of backends()) {
  test(`A4: a school that neither a file nor a load knows is an error of check and config, with the nearest, on ${backend.name}`, async () => {
    const nights = await begin(backend);
    assert.equal((await nights.run(smallSchool(10))).code, 0);
    const check = async (id: string) => {
      const { code, stdout } = await nights.command('check', '--config', config, '--school', id, '--json');
      return { code, found: JSON.parse(stdout) as Found[] };
    };
    for (const known of ['9360001', '9361234']) {
      assert.deepEqual(await check(known), { code: 0, found: [] });
      const shown = await nights.command('config', '--config', config, '--school', known);
      assert.deepEqual([shown.code, shown.stderr], [0, '']);
    }
    for (const [mistyped, meant] of [
      ['9361243', '9361234'],
      ['936001', '9360001'],
    ] as const) {
      const { code, found } = await check(mistyped);
      assert.deepEqual(
        [code, found.map(({ severity, code: what, hint }) => [severity, what, hint])],
        [1, [['error', 'unknown-school', `Did you mean "${meant}"?`]]],
      );
      const shown = await nights.command('config', '--config', config, '--school', mistyped);
      assert.deepEqual([shown.code, shown.stdout], [1, '']);
      assert.match(shown.stderr, new RegExp(`unknown-school.*Did you mean "${meant}"`));
    }
  });
}

test('A4: where no database can be asked, it is a warning', async () => {
  for (const url of [`sqlite:${folder}/none.db`, 'postgres://bob:s3cr3t@127.0.0.1:1/none']) {
    const given = ['--config', config, '--school', '9361243', '--database', url];
    const { code, stdout } = await cli(['check', ...given, '--json']);
    const found = JSON.parse(stdout) as Found[];
    assert.deepEqual(
      [code, found.map(({ severity, code: what }) => `${severity} ${what}`)],
      [0, ['warning unknown-school']],
    );
    assert.match(found[0]?.hint ?? '', /"9361234"/);
    const text = await cli(['check', ...given]);
    assert.match(text.stdout, /0 errors, 1 warning in/);
    const shown = await cli(['config', ...given]);
    assert.equal(shown.code, 0);
    assert.match(shown.stdout, /School 9361243/);
    assert.match(shown.stderr, /unknown-school/);
    assert.ok(!/s3cr3t/.test(stdout + shown.stderr));
  }
});
