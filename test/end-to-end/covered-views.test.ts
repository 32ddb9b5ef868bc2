import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';

const folder = temporaryFolder();

/** What `check` warns of in a pipeline whose students are taken by these views. */
async function warnedOf(views: string): Promise<string[]> {
  const config = join(folder, 'pipeline.yaml');
  writeFileSync(
    config,
    `name: views
source: { school: { id: school } }
rules: none
database: "sqlite::memory:"
records:
  students:
    one: student
    from: ${views}
    id: id
    keep: { surname: last }
`,
  );
  const { code, stdout } = await cli(['check', '--config', config, '--json']);
  assert.equal(code, 0, stdout);
  const found = JSON.parse(stdout) as { code: string; severity: string; line: number; column: number }[];
  return found.map(({ code: of, severity, line, column }) => {
    assert.equal(severity, 'warning');
    return `${of} ${String(line)}:${String(column)}`;
  });
}

test('check warns of a view for which one before it leaves nothing, and of no other', async () => {
  const student = '{ section: people, where: { role: student } }';
  const either = '{ section: people, where: { role: [parent, student] } }';
  const narrow = '{ section: people, where: { role: student, year: 3 } }';
  const others = '{ section: others, where: { role: student } }';
  for (const covered of [student, narrow])
    assert.deepEqual(await warnedOf(`[${either}, ${covered}]`), [`view-covered 8:${String(14 + either.length)}`]);
  for (const [first, second] of [
    [student, either],
    [narrow, student],
    [either, others],
  ] as const)
    assert.deepEqual(await warnedOf(`[${first}, ${second}]`), []);
});
