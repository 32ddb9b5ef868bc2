import assert from 'node:assert/strict';
import { temporaryFolder } from '../support/folder.js';
import { ended, start } from '../support/process.js';
import { queueTest } from '../support/queue.js';
import { extractsIn } from '../support/extracts-in.js';

const files = extractsIn(temporaryFolder());

queueTest('a worker logs each school with its night, and the end of the night that it ends', async (queue) => {
  const night = await queue.enqueue(files('logged', ['4000001', '4000002']));
  const { code, stderr } = await queue.command('worker', '--until-empty', '--log', 'json');
  assert.equal(code, 0, stderr);
  const lines = stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const of = (event: string) => lines.filter((line) => line['event'] === event);
  assert.deepEqual(
    of('school').map(({ run, school, status }) => [run, school, status]),
    [
      [night, '4000001', 'loaded'],
      [night, '4000002', 'loaded'],
    ],
  );
  const [end, ...others] = of('night-ended');
  assert.deepEqual([end?.['run'], end?.['schools'], others.length], [night, { loaded: 2 }, 0]);
});

queueTest('what goes wrong beside the schools is in the log too', async (queue) => {
  const dead = await queue.enqueue(files('unlogged', ['4050001']));
  await queue.query('delete from pullthrough_queue.job');
  const { code, stdout, stderr } = await queue.command('worker', '--until-empty', '--log', 'json');
  assert.equal(code, 0, stderr);
  assert.match(stderr, new RegExp(`"event":"warning","words":"[^"]*${dead}`));
  assert.doesNotMatch(stdout, /Jobs of night/);
});

queueTest('a worker that waits answers those who watch, on a port of its own', async (queue) => {
  await queue.enqueue(files('watched', ['4100001']));
  const child = start(['worker', '--database', queue.url, '--operations-port', '0']);
  const over = ended(child);
  let said = '';
  const origin = await new Promise<string>((resolve) => {
    child.stdout.on('data', (text: Buffer) => {
      said += text.toString();
      const [, found] = /For those who watch: (\S+)\/health/.exec(said) ?? [];
      if (found !== undefined) resolve(found);
    });
    void over.then(() => resolve(''));
  });
  assert.notEqual(origin, '', said);
  assert.equal(await (await fetch(`${origin}/ready`)).text(), 'ready\n');
  assert.match(await (await fetch(`${origin}/metrics`)).text(), /^pullthrough_/m);
  child.kill('SIGTERM');
  assert.equal((await over).code, 0, said);
});
