import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { text } from 'node:stream/consumers';
import { sqliteDriver } from '../../src/load/dialects/sqlite-driver.js';
import { cli, type CliResult } from '../support/cli.js';
import { sourcePipeline } from '../support/fetched.js';
import { temporaryFolder } from '../support/folder.js';
import { smallSchool } from '../support/small-school.js';
import { ownCertificate, send, sourceServer, type AskedFor } from '../support/source-server.js';
import { readTables } from '../support/tables.js';
import { unlessFull } from '../support/numbers.js';

const folder = temporaryFolder();
const network = { wait: () => Promise.resolve() };
let databases = 0;
const newDatabase = (): string => join(folder, `${String(++databases)}.db`);

/** Everything in a database, as one text. */
function dump(file: string): string {
  const db = new (sqliteDriver())(file, { readonly: true });
  const tables = db.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  const all = tables.map(({ name }) => JSON.stringify([name, db.prepare(`select * from "${name}"`).all()]));
  db.close();
  return all.join('\n');
}

interface Said {
  readonly schools: readonly { school: string | null; status: string; reason: string | null }[];
  readonly unseen: readonly { school: string }[];
}

const said = ({ stdout }: CliResult): Said => JSON.parse(stdout) as Said;
const statuses = (result: CliResult): string[] =>
  said(result).schools.map(({ school, status }) => `${String(school)} ${status}`);

/** A source that gives one school, and answers as the version that it has. */
async function schoolServer(school: () => object, version: () => string) {
  return sourceServer(({ headers }, response) => {
    if (headers.authorization !== 'Bearer top-secret') response.writeHead(401).end('top-secret');
    else if (headers['if-none-match'] === version()) response.writeHead(304).end();
    else send(response, school(), { etag: version() });
  });
}

test('a school whose source has nothing new costs one request; one that has is loaded', async () => {
  let [school, version] = [smallSchool(3, '9361234'), '"1"'];
  const server = await schoolServer(
    () => school,
    () => version,
  );
  const origin = `http://127.0.0.1:${String(server.port)}`;
  const config = sourcePipeline(
    `inputs: ${origin}/extract\ncredentials: { mis: { to: '${origin}', bearer: { env: MIS } } }`,
  );
  const db = newDatabase();
  const run = (...more: string[]) =>
    cli(['run', '--config', config, '--database', `sqlite:${db}`, '--json', ...more], {
      env: { MIS: 'top-secret' },
      network,
    });
  const asked = (): AskedFor[] => server.asked.splice(0);
  const first = await run();
  assert.deepEqual([first.code, statuses(first), asked().length], [0, ['9361234 loaded'], 1], first.stderr);
  const fromFile = newDatabase();
  writeFileSync(join(folder, 'same.json'), JSON.stringify(school));
  await cli(['run', join(folder, 'same.json'), '--config', config, '--database', `sqlite:${fromFile}`]);
  assert.deepEqual(readTables(db), readTables(fromFile));
  const second = await run();
  assert.deepEqual([second.code, statuses(second)], [0, ['9361234 unchanged']]);
  assert.equal(said(second).schools[0]?.reason, 'The file is the one that was loaded last.');
  assert.deepEqual(
    asked().map(({ headers }) => headers['if-none-match']),
    ['"1"'],
  );
  school = smallSchool(4, '9361234');
  version = '"2"';
  assert.deepEqual(statuses(await run()), ['9361234 loaded']);
  assert.equal(asked().length, 1);
  // Other options may decide otherwise, so what is known does not help.
  const [other] = said(await run('--set', 'singleSignOn=true')).schools;
  assert.notEqual(other?.reason, 'The file is the one that was loaded last.');
  assert.deepEqual(
    asked().map(({ headers }) => headers['if-none-match']),
    ['"2"', undefined],
  );
  assert.deepEqual(statuses(await run('--set', 'singleSignOn=true', '--repair')), ['9361234 unchanged']);
  assert.deepEqual(
    asked().map(({ headers }) => headers['if-none-match']),
    [undefined],
  );
});

test('a version whose load failed or was held is not taken for known', async () => {
  let [school, version]: [object, string] = [smallSchool(30, '1'), '"1"'];
  const server = await schoolServer(
    () => school,
    () => version,
  );
  const origin = `http://127.0.0.1:${String(server.port)}`;
  const config = sourcePipeline(
    `inputs: ${origin}/extract\ncredentials: { mis: { to: '${origin}', bearer: { env: MIS } } }`,
  );
  const db = newDatabase();
  const run = async () =>
    statuses(
      await cli(['run', '--config', config, '--database', `sqlite:${db}`, '--json'], {
        env: { MIS: 'top-secret' },
        network,
      }),
    );
  assert.deepEqual(await run(), ['1 loaded']);
  [school, version] = [smallSchool(1, '1'), '"2"'];
  assert.deepEqual(await run(), ['1 held']);
  server.asked.splice(0);
  assert.deepEqual(await run(), ['1 held']);
  assert.deepEqual(
    server.asked.map(({ headers }) => headers['if-none-match']),
    ['"1"'],
  );
  [school, version] = [{ SchoolID: '1' }, '"3"'];
  assert.deepEqual(await run(), ['1 failed']);
  assert.deepEqual(await run(), ['1 failed']);
  // Until it is loaded again, what was loaded last is what it is compared with.
  [school, version] = [smallSchool(30, '1'), '"1"'];
  assert.deepEqual(await run(), ['1 unchanged']);
});

test('no secret is in any output or table: not of a credential, of a URL, or of what a source says', async () => {
  const secrets = ['top-secret', 'url-secret', 'wrong-secret'];
  const server = await schoolServer(
    () => smallSchool(2, '1'),
    () => '"1"',
  );
  const origin = `http://127.0.0.1:${String(server.port)}`;
  const config = sourcePipeline(
    `inputs: ${origin}/x?token=url-secret\ncredentials: { mis: { to: '${origin}', bearer: { env: MIS } } }`,
  );
  const db = newDatabase();
  const files = ['json', 'markdown'].map((format) => `${format}=${join(folder, `out.${format}`)}`);
  const reports = files.flatMap((file) => ['--report', file]);
  const url = `${origin}/x?token=url-secret`;
  for (const MIS of ['top-secret', 'wrong-secret'])
    for (const args of [
      ['run', url],
      ['run', ...reports],
      ['plan', ...reports],
      ['run', '--json'],
      ['plan', url],
      ['plan', url, '--set', 'singleSignOn=true', '--school', '1'],
      ['explain', 'student', '100', url],
      ['values', 'classes.type', url],
      ['report', url],
      ['report', url, '--json'],
      ['report'],
      ['check', '--against', url],
      ['paths', url],
      ['run', url.replace('http://', 'http://user:url-secret@')],
      ['run', url, '--school', '2'],
      ['release', '1', url],
    ]) {
      const common = ['--config', config, '--database', `sqlite:${db}`];
      const { stdout, stderr } = await cli([...args, ...common], { env: { MIS }, network });
      for (const secret of secrets) {
        assert.ok(!stdout.includes(secret), `${args.join(' ')}: ${stdout}`);
        assert.ok(!stderr.includes(secret), `${args.join(' ')}: ${stderr}`);
      }
    }
  const tables = dump(db);
  assert.match(tables, /127\.0\.0\.1/);
  for (const secret of secrets) assert.ok(!tables.includes(secret));
  for (const file of files)
    for (const secret of secrets) assert.ok(!readFileSync(file.slice(file.indexOf('=') + 1), 'utf8').includes(secret));
});

test(
  'a program of its own fetches by https from an authority that NODE_EXTRA_CA_CERTS names',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const certificate = ownCertificate('localhost');
    const server = await sourceServer((_, response) => send(response, smallSchool(2, '1')), certificate);
    const url = `https://localhost:${String(server.port)}/1.json`;
    const run = async (env: NodeJS.ProcessEnv) => {
      const args = ['dist/src/cli/bin.js', 'run', url, '--config', sourcePipeline('fetch: { tries: 1 }')];
      const child = spawn(process.execPath, [...args, '--database', `sqlite:${newDatabase()}`], { env });
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
      return `${stdout}${stderr}`;
    };
    assert.match(await run({ ...process.env, NODE_EXTRA_CA_CERTS: certificate.path }), /1 school: 1 loaded/);
    assert.match(
      await run({ ...process.env, NODE_EXTRA_CA_CERTS: undefined }),
      /it failed \(DEPTH_ZERO_SELF_SIGNED_CERT\)/,
    );
  },
);

const schools = ['1', '2', '3'].map((id) => smallSchool(3, id));

/** A source that gives each school at `/<id>`. */
const manySchools = (answers: Record<string, object | null> = {}) =>
  sourceServer(({ url }, response) => {
    const id = url.slice(1);
    const school = id in answers ? answers[id] : schools.find(({ SchoolID }) => SchoolID === id);
    if (school == null) response.writeHead(500).end();
    else send(response, school, { etag: `"${id}"` });
  });

test('a list of sources is an input: each school is fetched from its own, and is the only one that it may be', async () => {
  const answers: Record<string, object | null> = { '3': schools[1] ?? null, '4': null };
  const server = await manySchools(answers);
  const at = (id: string) => `  - { id: ${id}, url: 'http://127.0.0.1:${String(server.port)}/${id}' }\n`;
  const list = `sources:\n${['1', '2', '3', '4'].map(at).join('')}`;
  const config = sourcePipeline('inputs: sources/\nfetch: { tries: 2 }', { 'sources/all.yaml': list });
  const db = newDatabase();
  const run = (...args: string[]) =>
    cli(['run', ...args, '--config', config, '--database', `sqlite:${db}`, '--json'], { network });
  const first = await run();
  assert.equal(first.code, 1);
  assert.deepEqual(statuses(first), ['1 loaded', '2 loaded', '3 failed', '4 failed']);
  const [, , wrong, broken] = said(first).schools;
  assert.match(wrong?.reason ?? '', /^source:3: the document says that it is of school 2, and its source is of 3\. /);
  assert.match(broken?.reason ?? '', /^source:4: http:\/\/127\.0\.0\.1:\d+\/4 answered 500 \(tried 2 times\)\. /);
  answers['3'] = schools[2] ?? null;
  server.asked.splice(0);
  assert.deepEqual(statuses(await run('--school', '3')), ['3 loaded']);
  assert.deepEqual(
    server.asked.map(({ url }) => url),
    ['/3'],
    'only the source of the school that is asked for is asked',
  );
  answers['4'] = smallSchool(3, '4');
  assert.deepEqual(statuses(await run('source:4')), ['4 loaded']);
  assert.deepEqual(statuses(await run()), ['1 unchanged', '2 unchanged', '3 unchanged', '4 unchanged']);
  // What is known to be of another school is read, and fails.
  answers['1'] = schools[1] ?? null;
  const moved = said(await run());
  assert.deepEqual(
    moved.schools.map(({ school, status }) => `${String(school)} ${status}`),
    ['1 failed', '2 unchanged', '3 unchanged', '4 unchanged'],
  );
  // Its source said another school, so nobody met it.
  assert.deepEqual(
    moved.unseen.map(({ school }) => school),
    ['1'],
  );
  const explained = await cli(
    ['explain', 'student', '100', join(config, '..', 'sources'), '--school', '2', '--config', config],
    {
      network,
    },
  );
  assert.equal(explained.code, 0, explained.stderr);
  assert.match((await run('source:5')).stderr, /No list in .*sources has a source of school 5\./);
});

test('a school whose sections come from several places is put together, and is of the school that the list says', async () => {
  const [school] = schools;
  const server = await sourceServer(({ url }, response) => {
    const section = (school as unknown as Record<string, object[]>)[url.slice(1).split('?')[0] ?? ''] ?? [];
    if (!url.includes('page=')) send(response, section);
    else send(response, url.endsWith('page=1') ? section : []);
  });
  const at = (section: string) => `http://127.0.0.1:${String(server.port)}/${section}`;
  const plain = ['Contacts', 'ContactLinks', 'Staff', 'Classes', 'Groups'].map((name) => `${name}: '${at(name)}'`);
  const list = `sources: [{ id: '1', sections: { Students: { url: '${at('Students')}', pages: { number: page } }, ${plain.join(', ')} } }]\n`;
  const config = sourcePipeline('inputs: sources', { 'sources/all.yaml': list });
  const pipeline = readFileSync(config, 'utf8').replace(/^ {2}school: .*$/m, '  school: { id: source.id }');
  writeFileSync(config, pipeline);
  const [db, fromFile] = [newDatabase(), newDatabase()];
  const common = ['--config', config, '--json', '--database'];
  assert.deepEqual(statuses(await cli(['run', ...common, `sqlite:${db}`], { network })), ['1 loaded']);
  assert.deepEqual(statuses(await cli(['run', ...common, `sqlite:${db}`], { network })), ['1 unchanged']);
  writeFileSync(join(folder, 'file.json'), JSON.stringify({ ...school, source: { id: '1' } }));
  await cli(['run', join(folder, 'file.json'), ...common, `sqlite:${fromFile}`]);
  assert.deepEqual(readTables(db), readTables(fromFile));
});

test('a school whose sections have nothing new costs a request for each; if one has, all are fetched', async () => {
  const names = ['Students', 'Contacts', 'ContactLinks', 'Staff', 'Classes', 'Groups'] as const;
  let school = smallSchool(3, '1');
  const server = await sourceServer(({ url, headers }, response) => {
    const section = school[url.slice(1) as (typeof names)[number]];
    const etag = `"${String(JSON.stringify(section).length)}"`;
    if (headers['if-none-match'] === etag) response.writeHead(304).end();
    else send(response, section, { etag });
  });
  const at = names.map((name) => `${name}: 'http://127.0.0.1:${String(server.port)}/${name}'`);
  const list = `sources: [{ id: '1', sections: { ${at.join(', ')} } }]\n`;
  const config = sourcePipeline('inputs: sources', { 'sources/all.yaml': list });
  writeFileSync(config, readFileSync(config, 'utf8').replace(/^ {2}school: .*$/m, '  school: { id: source.id }'));
  const db = newDatabase();
  const night = async (...more: string[]) => {
    server.asked.splice(0);
    const run = await cli(['run', '--config', config, '--json', '--database', `sqlite:${db}`, ...more], { network });
    const conditions = server.asked.map(({ headers }) => headers['if-none-match'] !== undefined);
    return [...statuses(run), conditions.filter((isOne) => isOne).length, conditions.length];
  };
  assert.deepEqual(await night(), ['1 loaded', 0, 6]);
  assert.deepEqual(await night(), ['1 unchanged', 6, 6]);
  school = { ...school, Groups: school.Groups.map((group) => ({ ...group, GroupDescription: 'Another name of it' })) };
  // The last of them is new.
  assert.deepEqual(await night(), ['1 loaded', 6, 12]);
  assert.deepEqual(await night(), ['1 unchanged', 6, 6]);
  assert.deepEqual(await night('--repair'), ['1 unchanged', 0, 6]);
  const before = readTables(db);
  school = { ...school, Students: [] };
  assert.deepEqual((await night())[0], '1 held');
  assert.deepEqual((await night())[0], '1 held', 'what was held is not taken for known');
  assert.deepEqual(readTables(db), before);
});

test('a source that no list has, and lists that are not there, are said before anything is read', async () => {
  const list = "sources: [{ id: 9361234, url: 'https://oak.example/1' }, { id: 4, url: 'https://oak.example/4' }]";
  const listed = sourcePipeline('inputs: sources', { 'sources/list.yaml': list });
  const said = async (...args: string[]) => {
    const { code, stderr } = await cli(['run', ...args, '--database', `sqlite:${newDatabase()}`]);
    assert.equal(code, 2);
    return stderr;
  };
  assert.match(
    await said('source:9361243', '--config', listed),
    /^No list in \S+ has a source of school 9361243\. Did you mean "9361234"\? Nothing was read or touched\.$/m,
  );
  assert.match(
    await said('source:77', '--config', listed),
    /^No list in \S+ has a source of school 77\. Nothing was read or touched\.$/m,
  );
  const without = sourcePipeline('inputs: sources', {});
  assert.match(
    await said('--config', without),
    /^There is no list of sources in \S+sources\. Nothing was read or touched\.$/m,
  );
});

test('credentials that a list names for all its sources and that the pipeline does not have are said once, where they are named', async () => {
  const list = `credentials: oka
sources:
  - { id: 1, url: 'https://oak.example/1' }
  - { id: 2, url: 'https://oak.example/2' }
`;
  const source = "inputs: sources\ncredentials: { oak: { to: 'https://oak.example', bearer: { env: OAK } } }";
  const config = sourcePipeline(source, { 'sources/list.yaml': list });
  const { stdout } = await cli(['check', '--config', config, '--json']);
  const found = JSON.parse(stdout) as { file: string; line: number; column: number; hint: string }[];
  assert.deepEqual(
    found.filter(({ file }) => file.endsWith('list.yaml')).map(({ line, column, hint }) => [line, column, hint]),
    [[1, 14, 'Did you mean "oak"?']],
  );
});

test('check reads lists of sources, shows where each mistake is, and never a secret', async () => {
  const list = `# Schools
credentials: oak
sources:
  - { id: 1, url: 'https://oak.example/1' }
  - { id: 1, url: 'https://oak.example/2' }
  - { id: 3, url: 'https://user:list-secret@oak.example/3' }
  - { id: 4, url: 'https://elm.example/4' }
  - { id: 5, url: 'http://oak.example/5', credentials: ash }
  - { id: 6 }
  - { id: 7, url: 'https://oak.example/7', pages: { next: next, number: page } }
  - { id: 8, url: 'https://oak.example/8', pagse: { link: header } }
`;
  const source = `inputs: sources
allow: [10.0.0.0/99]
credentials:
  oak: { to: 'https://oak.example', bearer: { env: OAK } }
  elm: { to: 'https://elm.example', bearer: yaml-secret }
  ash: { to: 'https://ash.example/path', basic: { user: u, passwort: yaml-secret } }
  fir: { bearer: { env: FIR }, basic: { user: u, password: yaml-secret } }`;
  const config = sourcePipeline(source, { 'sources/list.yml': list });
  const bad = await cli(['check', '--config', config]);
  assert.equal(bad.code, 1);
  for (const text of [bad.stdout, bad.stderr, (await cli(['run', '--config', config])).stderr])
    assert.ok(!text.includes('yaml-secret'), text);
  const found = (text: string) =>
    (JSON.parse(text) as { line: number; code: string }[]).map(({ line, code }) => `${String(line)} ${code}`);
  const good = sourcePipeline(source.split('\n').slice(0, 4).join('\n').replace('/99', '/8'), {
    'sources/list.yaml': list,
  });
  const { stdout } = await cli(['check', '--config', good, '--json']);
  assert.ok(!stdout.includes('list-secret'), stdout);
  assert.deepEqual(
    found(stdout).filter((one) => !one.includes('old-schemas')),
    [
      '5 repeated-name',
      '6 unfit-url',
      '7 unfit-url',
      '8 unfit-url',
      '8 unknown-name',
      '9 excludes',
      '10 excludes',
      '11 unknown-key',
    ],
  );
  assert.ok(!(await cli(['check', '--config', good])).stdout.includes('list-secret'));
  const run = await cli(['run', '--config', good, '--database', `sqlite:${newDatabase()}`]);
  assert.deepEqual([run.code, run.stdout], [2, '']);
});
