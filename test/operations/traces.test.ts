import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';

interface SentSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: { readonly key: string; readonly value: { stringValue?: string; intValue?: number } }[];
  readonly status: { readonly code?: number };
}

interface Sent {
  readonly resourceSpans: {
    readonly resource: { readonly attributes: SentSpan['attributes'] };
    readonly scopeSpans: { readonly spans: SentSpan[] }[];
  }[];
}

/** Takes traces as an OpenTelemetry collector does, by HTTP and JSON. */
async function collector(code = 200): Promise<{ server: Server; endpoint: string; bodies: string[]; paths: string[] }> {
  const [bodies, paths]: string[][] = [[], []];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (bytes: Buffer) => (body += bytes.toString()));
    request.on('end', () => {
      bodies.push(body);
      paths.push(request.url ?? '');
      response.writeHead(code, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, bodies, paths };
}

const folder = temporaryFolder();

test('where an endpoint is set, a night is a span and each school one in it, with ids only', async () => {
  const { server, endpoint, bodies, paths } = await collector();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
  const { code } = await cli(['run', 'examples', '--database', `sqlite:${join(folder, 'db')}`], { env });
  server.close();
  assert.equal(code, 1);
  assert.deepEqual(new Set(paths), new Set(['/v1/traces']));
  const sent = bodies.map((body) => JSON.parse(body) as Sent).flatMap(({ resourceSpans }) => resourceSpans);
  const spans = sent.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans));
  const [night] = spans.filter(({ name }) => name === 'night');
  const schools = spans.filter(({ name }) => name === 'school');
  const valueOf = ({ attributes }: Pick<SentSpan, 'attributes'>, key: string) =>
    Object.values(attributes.find((one) => one.key === key)?.value ?? {})[0];
  assert.equal(valueOf(sent[0].resource, 'service.name'), 'pullthrough');
  assert.deepEqual(
    schools.map((span) => [valueOf(span, 'pullthrough.school'), valueOf(span, 'pullthrough.status'), span.status.code]),
    [
      ['9361234', 'loaded', 0],
      ['9361235', 'loaded', 0],
      ['9361236', 'failed', 2],
      ['9361237', 'loaded', 0],
    ],
  );
  for (const { parentSpanId, traceId, startTimeUnixNano: from, endTimeUnixNano: to } of schools) {
    assert.deepEqual([parentSpanId, traceId], [night.spanId, night.traceId]);
    assert.ok(BigInt(from) <= BigInt(to));
  }
  assert.equal(valueOf(night, 'pullthrough.failed'), 1);
  assert.equal(night.status.code, 2);
  assert.match(String(valueOf(night, 'pullthrough.run')), /^\d{8}T/);
  const extract = JSON.parse(readFileSync('examples/oakfield.json', 'utf8')) as { Contacts: { Surname?: unknown }[] };
  const surnames = extract.Contacts.flatMap(({ Surname: name }) =>
    typeof name === 'string' && name.trim().length > 3 ? [name] : [],
  );
  for (const value of [...surnames, 'Oakfield Primary']) assert.ok(!bodies.join('').includes(value), value);
});

test('an endpoint that takes no traces is said once, and the night goes on', async () => {
  const { server, endpoint } = await collector(400);
  const env = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/secret-token` };
  const args = ['run', 'examples/oakfield.json', '--json', '--database', `sqlite:${join(folder, 'refused.db')}`];
  const { code, stdout, stderr } = await cli(args, { env });
  server.close();
  assert.equal(code, 0);
  assert.equal((JSON.parse(stdout) as { schools: object[] }).schools.length, 1);
  assert.equal(stderr.match(/Traces could not be sent/g)?.length, 1);
  assert.doesNotMatch(stderr, /secret-token/);
});

/** Finds one package nowhere, as if it were not installed. */
const withoutExporter = `
  import { register } from 'node:module';
  const hooks = \`export async function resolve(name, context, next) {
    if (name !== '@opentelemetry/exporter-trace-otlp-http') return next(name, context);
    throw Object.assign(new Error("Cannot find package '" + name + "'"), { code: 'ERR_MODULE_NOT_FOUND' });
  }\`;
  register('data:text/javascript,' + encodeURIComponent(hooks));`;

test(
  'a package that is missing is named, and the night goes on without traces',
  { skip: unlessFull('it takes seconds') },
  () => {
    const hook = `--import=data:text/javascript,${encodeURIComponent(withoutExporter)}`;
    const args = ['run', 'examples/oakfield.json', '--database', `sqlite:${join(folder, 'without.db')}`];
    const env = { ...process.env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
    const { status, stderr } = spawnSync(process.execPath, [hook, 'dist/src/cli/bin.js', ...args], {
      encoding: 'utf8',
      env,
    });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /no traces are sent: @opentelemetry\/exporter-trace-otlp-http is not installed\. Install it/);
  },
);
