import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backends, type TestDatabase } from '../support/databases.js';
import { sourcePipeline } from '../support/fetched.js';
import { temporaryFolder } from '../support/folder.js';
import { ended, start } from '../support/process.js';
import { queueTest, type TestQueue } from '../support/queue.js';
import { twoNights } from '../support/schools.js';
import { smallExtract } from '../support/small-extract.js';
import { ownCertificate, send, sourceServer, type AskedFor, type Certificate } from '../support/source-server.js';
import { dumpOf } from '../support/tables.js';

const folder = temporaryFolder();

const listed = Array.from({ length: 8 }, (_, at) => String(5_000_001 + at));
const [inParts, inPages] = ['5100001', '5200001'];
const inS3 = ['5300001', '5300002'];
const wrong = '5400001';
const gone = '5500001';
const secrets = ['top-secret', 'basic-secret', 's3-secret'];

/** All that is fetched, by one server of this machine; it says who may have it, and what is new. */
async function manySources(certificate: Certificate) {
  let night: 0 | 1 = 0;
  const extract = (id: string) => JSON.parse(twoNights(id, 3)[night]) as Record<string, unknown>;
  const isAsker = ({ url, headers: { authorization = '' } }: AskedFor): boolean => {
    if (url.startsWith('/extracts/')) return authorization.startsWith('AWS4-HMAC-SHA256 Credential=ID/');
    if (url.startsWith(`/${inParts}/`))
      return authorization === `Basic ${Buffer.from('pullthrough:basic-secret').toString('base64')}`;
    return authorization === 'Bearer top-secret';
  };
  const server = await sourceServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://localhost');
    const [id = '', part] = pathname
      .replace('/extracts/', '/')
      .replace(/^\/|\.json$/g, '')
      .split('/');
    const etag = `"${id} ${String(night)}"`;
    const isChanging = part === undefined && id !== listed[0];
    if (!isAsker(request)) response.writeHead(401).end(secrets.join());
    else if (searchParams.get('list-type') === '2') {
      const keys = inS3.map((key) => `<Contents><Key>more/${key}.json</Key></Contents>`);
      send(response, `<ListBucketResult><IsTruncated>false</IsTruncated>${keys.join('')}</ListBucketResult>`);
    } else if (id === gone) response.writeHead(404).end('top-secret');
    else if (isChanging && request.headers['if-none-match'] === etag) response.writeHead(304).end();
    else if (id === 'more') send(response, extract(part ?? ''), { etag });
    else if (id === wrong) send(response, extract('9999999'), { etag });
    else if (part === undefined) send(response, extract(id), isChanging ? { etag } : {});
    else if (searchParams.get('page') === '2') send(response, []);
    else send(response, JSON.stringify(extract(id)[part]));
  }, certificate);
  return { ...server, change: () => (night = 1), origin: `https://localhost:${String(server.port)}` };
}

const sections = ['SchoolID', 'Contacts', 'ContactLinks', 'Staff', 'Classes', 'Groups'];

/** A pipeline with lists of sources, an address and a prefix. */
function pipelineOf(origin: string): string {
  writeFileSync(join(folder, 'basic'), 'basic-secret\n');
  writeFileSync(join(folder, 's3'), 's3-secret\n');
  const oak = [...listed, wrong, gone].map((id) => `  - { id: '${id}', url: '${origin}/${id}' }\n`);
  const elm = origin.replace('localhost', '127.0.0.1');
  const plain = sections.map((name) => `${name}: '${elm}/${inParts}/${name}'`);
  const students = `Students: { url: '${elm}/${inParts}/Students', pages: { number: page } }`;
  return sourcePipeline(
    `inputs: [sources, '${origin}/${inPages}', 's3://extracts/more/']
credentials:
  oak: { to: '${origin}', bearer: { env: MIS } }
  elm: { to: '${elm}', basic: { user: pullthrough, password: { file: ${join(folder, 'basic')} } } }
s3: { endpoint: '${origin}', region: eu-west-2, secretKey: { file: ${join(folder, 's3')} } }`,
    {
      'sources/oak.yaml': `credentials: oak\nsources:\n${oak.join('')}`,
      'sources/elm.yaml': `credentials: elm\nsources:\n  - { id: '${inParts}', sections: { ${[...plain, students].join(', ')} } }\n`,
    },
  );
}

interface By {
  readonly config: string;
  readonly env: Readonly<Record<string, string>>;
}

async function byProcess(args: readonly string[], url: string, { config, env }: By) {
  return ended(start([...args, '--config', config, '--database', url], env));
}

async function leftIn(database: TestDatabase) {
  const runs = await database.query('select status, counts from runs order by began');
  return { tables: await dumpOf(database), runs, feeds: await database.query('select name from feeds') };
}

queueTest(
  'a night over lists of sources leaves the same tables by workers as by one run, and no secret',
  async (queue) => {
    const certificate = ownCertificate('localhost');
    const server = await manySources(certificate);
    const config = pipelineOf(server.origin);
    const ca = { NODE_EXTRA_CA_CERTS: certificate.path };
    const [key, token] = [{ AWS_ACCESS_KEY_ID: 'ID' }, { MIS: 'top-secret' }];
    const by: By = { config, env: { ...ca, ...key, ...token } };
    const alone = await backends()
      .find(({ name }) => name === 'PostgreSQL')
      ?.make();
    assert.ok(alone);
    const said: string[] = [];
    for (const night of [0, 1, 1]) {
      if (night === 1) server.change();
      const run = await byProcess(['run'], alone.url, by);
      assert.equal(run.code, 1, run.stderr);
      server.asked.splice(0);
      // Only the prefix is asked for what is in it: who enqueues needs no token.
      const enqueued = await byProcess(['enqueue'], queue.url, { config, env: { ...ca, ...key } });
      assert.equal(enqueued.code, 0, enqueued.stderr);
      assert.deepEqual(
        server.asked.filter(({ url }) => !url.includes('list-type=2')),
        [],
      );
      // Several share the first night.
      const workers = (night === 0 ? [1, 2] : [1]).map(() => byProcess(['worker', '--until-empty'], queue.url, by));
      for (const worker of await Promise.all(workers)) {
        assert.equal(worker.code, 0, worker.stderr);
        said.push(worker.stdout, worker.stderr);
      }
      assert.deepEqual(await leftIn(queue), await leftIn(alone));
    }
    const fresh = server.asked.filter(({ headers }) => headers['if-none-match'] !== undefined);
    assert.equal(fresh.length, listed.length + 2, 'what is as it was costs one request, and no bytes');
    const parts = await queue.query('select source, school_id, state, reason from run_parts');
    const byName = new Map(parts.map(({ source, ...rest }) => [source, rest]));
    assert.deepEqual(byName.get(`source:${wrong}`), {
      school_id: wrong,
      state: 'failed',
      reason: byName.get(`source:${wrong}`)?.['reason'],
    });
    assert.match(String(byName.get(`source:${wrong}`)?.['reason']), /says that it is of school 9999999/);
    assert.match(String(byName.get(`source:${gone}`)?.['reason']), /answered 404/);
    assert.equal(byName.get(`s3://extracts/more/${inS3[0] ?? ''}.json`)?.['state'], 'done');
    assert.equal(byName.get(`${server.origin}/${inPages}`)?.['state'], 'done');
    const all = await everythingIn(queue);
    for (const secret of secrets) for (const text of [...said, all]) assert.ok(!text.includes(secret), secret);
  },
);

/** Everything in the database, as one text. */
async function everythingIn(queue: TestQueue): Promise<string> {
  const tables = await queue.query(
    `select table_schema as place, table_name as name from information_schema.tables where table_schema in ('public', 'pullthrough_queue')`,
  );
  const texts: string[] = [];
  for (const { place, name } of tables)
    texts.push(JSON.stringify(await queue.query(`select * from "${String(place)}"."${String(name)}"`)));
  return texts.join('\n');
}

queueTest(
  'a job of a listed school is replaced by whatever is enqueued for the school, and fails once no list has it',
  async (queue) => {
    const server = await sourceServer(({ url }, response) => send(response, smallExtract(url.slice(1))));
    const origin = `http://127.0.0.1:${String(server.port)}`;
    const entry = (id: string) => `  - { id: '${id}', url: '${origin}/${id}' }\n`;
    const listOf = (...ids: string[]) => `sources:\n${ids.map(entry).join('')}`;
    const large = Array.from({ length: 30 }, (_, at) => String(5_600_001 + at));
    const config = sourcePipeline('inputs: sources', {
      'sources/large.yaml': listOf(...large),
      'sources/small.yaml': listOf('5700001', '5700002'),
    });
    const lists = join(config, '..', 'sources');
    const enqueue = (...args: string[]) => queue.enqueue(...args, '--config', config);
    const states = async (night: string) =>
      (await queue.query('select state, school_id from run_parts where run_id = ? order by document', night)).map(
        ({ state, school_id: school }) => `${String(school)} ${String(state)}`,
      );
    const first = await enqueue(join(lists, 'small.yaml'));
    await enqueue('source:5700001');
    assert.deepEqual(await states(first), ['5700001 superseded', '5700002 waiting']);
    const file = join(folder, 'other-name.json');
    writeFileSync(file, smallExtract('5700002'));
    await enqueue(file, '--school', '5700002');
    assert.deepEqual(await states(first), ['5700001 superseded', '5700002 superseded']);
    const all = await enqueue();
    writeFileSync(join(lists, 'large.yaml'), listOf(...large.slice(1)));
    const worked = await queue.command('worker', '--until-empty', '--config', config);
    assert.equal(worked.code, 0, worked.stderr);
    const order = [...worked.stdout.matchAll(/^ {2}(\d{7}) /gm)].map(([, id = '']) => id);
    assert.ok(order.lastIndexOf('5700002') < 10, 'each list takes turns with the others');
    const [lost, ...others] = await states(all);
    assert.equal(lost, '5600001 failed');
    assert.deepEqual([...new Set(others.map((one) => one.split(' ')[1]))], ['done']);
    const [row] = await queue.query(`select status, reason from school_runs where school_id = '5600001'`);
    assert.equal(row?.['status'], 'failed');
    assert.match(String(row?.['reason']), /^source:5600001: No list in \S+ has a source of school 5600001/);
  },
);
