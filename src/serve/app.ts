import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import cookie from '@fastify/cookie';
import csrf from '@fastify/csrf-protection';
import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { VNode } from 'preact';
import { shownColumns } from '../browse/columns.js';
import { exportRows } from '../browse/export-rows.js';
import { countRecords, everything, listRecords, valuesOf, type Listing } from '../browse/list-records.js';
import { readLinked, readRecordView, type Linked, type RecordView } from '../browse/record-view.js';
import { listSchools, type SchoolLine } from '../browse/school-list.js';
import type { Database } from '../load/database.js';
import type { Store } from '../load/dialect.js';
import { editLocal } from '../load/edit.js';
import { readHistory } from '../load/history.js';
import { newEditId } from '../load/runs.js';
import type { Configuration } from '../pipeline/configuration.js';
import type { Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { csv } from '../report/csv.js';
import { renderPage } from '../report/html/render.js';
import { reportLastRun } from '../report/report-last-run.js';
import { addresses } from './addresses.js';
import { NotThroughPage } from './pages/not-through.js';
import { RecordPage } from './pages/record.js';
import { RecordsPage } from './pages/records.js';
import { SchoolPage } from './pages/school.js';
import { SchoolsPage } from './pages/schools.js';
import { MissingPage } from './pages/missing.js';
import { readListing, textOf } from './requests.js';
import { style } from './style.js';

export interface Served {
  readonly db: Database;
  readonly configuration: Configuration;
  readonly now: () => Date;
  /** The hosts by which the pages are asked for: whoever leads a browser here by another name is refused. */
  readonly hosts: readonly string[];
}

interface OfSchool {
  readonly school: string;
}

interface OfKind extends OfSchool {
  readonly kind: string;
}

/** Records of a list that a page shows. */
const pageSize = 50;

/** The Data pages, as an application that answers requests. */
export async function createApp(served: Served): Promise<FastifyInstance> {
  const { db, configuration, hosts } = served;
  const { pipeline } = configuration;
  const app = Fastify({ logger: false, routerOptions: { maxParamLength: 1000 } });
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // On this machine there is no TLS to ask for.
    strictTransportSecurity: false,
  });
  await app.register(cookie, { secret: randomBytes(32).toString('hex') });
  await app.register(csrf, {
    cookieOpts: { signed: true, httpOnly: true, sameSite: 'strict', path: '/' },
    getToken: (request) => textOf((request.body as Record<string, unknown> | undefined)?._csrf),
  });
  await app.register(formbody);

  app.addHook('onRequest', async (request, reply) => {
    if (!hosts.includes(request.headers.host ?? ''))
      return reply.code(421).type('text/plain').send('Another host is meant.');
    reply.header('cache-control', 'no-store');
  });

  app.get('/style.css', (_, reply) => reply.type('text/css').header('cache-control', 'max-age=3600').send(style));

  app.get('/', (_, reply) =>
    db.reading(async (store) => page(reply, SchoolsPage({ pipeline, schools: await listSchools(store) }))),
  );

  app.get<{ Params: OfSchool }>('/schools/:school', (request, reply) =>
    db.reading(async (store) => {
      const line = await schoolOf(store, request.params);
      if (line === null) return missing(reply, pipeline);
      const counts: { kind: RecordKind; records: number }[] = [];
      for (const kind of pipeline.records) {
        const records = await countRecords(store, line.school, kind, everything);
        counts.push({ kind, records });
      }
      return page(reply, SchoolPage({ place: placeOf(pipeline, line, null), line, counts }));
    }),
  );

  app.get<{ Params: OfSchool }>('/schools/:school/not-coming-through', (request, reply) =>
    db.reading(async (store) => {
      const line = await schoolOf(store, request.params);
      if (line === null) return missing(reply, pipeline);
      const report = await reportLastRun(store, configuration, line.school);
      return page(reply, NotThroughPage({ place: { ...placeOf(pipeline, line, null), notThrough: true }, report }));
    }),
  );

  app.get<{ Params: OfKind; Querystring: Record<string, unknown> }>('/schools/:school/:kind', (request, reply) =>
    db.reading(async (store) => {
      const found = await kindOf(store, pipeline, request.params);
      if (found === null) return missing(reply, pipeline);
      const { line, kind } = found;
      const { listing, page: number } = readListing(kind, request.query);
      const total = await countRecords(store, line.school, kind, listing);
      const pages = Math.max(1, Math.ceil(total / pageSize));
      const at = Math.min(number, pages);
      const part = { offset: (at - 1) * pageSize, limit: pageSize };
      const records = await listRecords(store, line.school, kind, listing, part);
      const choices = [];
      for (const field of kind.filters) {
        const column = shownColumns(kind).find(({ name }) => name === field);
        if (column !== undefined) choices.push({ column, values: await valuesOf(store, line.school, kind, field) });
      }
      const place = placeOf(pipeline, line, kind);
      const token = reply.generateCsrf();
      return page(reply, RecordsPage({ place, listing, records, total, page: at, pages, choices, token }));
    }),
  );

  app.get<{ Params: OfKind; Querystring: Record<string, unknown> }>(
    '/schools/:school/:kind/export.csv',
    async (request, reply) => {
      const found = await db.reading((store) => kindOf(store, pipeline, request.params));
      if (found === null) return missing(reply, pipeline);
      const { line, kind } = found;
      const { listing } = readListing(kind, request.query);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${kind.label.replace(/[^\w-]+/g, '-')}.csv"`)
        .send(Readable.from(await exported(served, line.school, kind, listing)));
    },
  );

  app.get<{ Params: OfKind; Querystring: Record<string, unknown> }>(
    '/schools/:school/:kind/record',
    async (request, reply) => {
      const id = textOf(request.query.id);
      const found = await db.reading(async (store) => {
        const of = await kindOf(store, pipeline, request.params);
        const record = of === null ? null : await readRecordView(store, pipeline, of.line.school, of.kind, id);
        if (of === null || record === null) return null;
        return { ...of, record, beside: await readBeside(store, pipeline, of.line.school, of.kind, record) };
      });
      if (found === null) return missing(reply, pipeline);
      const { line, kind, record, beside } = found;
      const history = await readHistory(db, pipeline, line.school, kind, id);
      const token = reply.generateCsrf();
      return page(reply, RecordPage({ place: placeOf(pipeline, line, kind), record, beside, history, token }));
    },
  );

  const guard: typeof app.csrfProtection = (...given) => app.csrfProtection(...given);
  app.post<{ Params: OfKind }>('/schools/:school/:kind/type', { preHandler: guard }, async (request, reply) => {
    const found = await db.reading((store) => kindOf(store, pipeline, request.params));
    const body = request.body as Record<string, unknown>;
    const field = found?.kind.local.find(({ name }) => name === textOf(body.field));
    if (found === null || field === undefined) return missing(reply, pipeline);
    const { line, kind } = found;
    const [id, value] = [textOf(body.id), textOf(body.value).slice(0, 200)];
    const editId = newEditId(served.now(), randomBytes(3).toString('hex'));
    if (!(await editLocal(db, { school: line.school, kind, id, field, value, editId })))
      return missing(reply, pipeline);
    return reply.redirect(addresses.record(line.school, kind, id), 303);
  });

  app.setNotFoundHandler((_, reply) => missing(reply, pipeline));
  return app;
}

function page(reply: FastifyReply, of: VNode): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(renderPage(of));
}

function missing(reply: FastifyReply, pipeline: Pipeline): FastifyReply {
  return page(reply.code(404), MissingPage({ pipeline }));
}

function placeOf<K extends RecordKind | null>(pipeline: Pipeline, { school, name }: SchoolLine, kind: K) {
  return { pipeline, school: { id: school, name }, kind };
}

async function schoolOf(store: Store, { school }: OfSchool): Promise<SchoolLine | null> {
  return (await listSchools(store)).find((line) => line.school === school) ?? null;
}

async function kindOf(
  store: Store,
  pipeline: Pipeline,
  params: OfKind,
): Promise<{ readonly line: SchoolLine; readonly kind: RecordKind } | null> {
  const kind = pipeline.records.find(({ name }) => name === params.kind);
  const line = await schoolOf(store, params);
  return kind === undefined || line === null ? null : { line, kind };
}

/** Of the records that are linked: those links of theirs that say something, and end somewhere else again. */
async function readBeside(
  store: Store,
  pipeline: Pipeline,
  school: string,
  kind: RecordKind,
  record: RecordView,
): Promise<ReadonlyMap<string, readonly Linked[]>> {
  const beside = new Map<string, readonly Linked[]>();
  for (const { other, rows } of record.linked)
    for (const { id } of rows) {
      const all = await readLinked(store, pipeline, school, other, id);
      const said = all.filter((linked) => linked.own.length > 0 && linked.other !== kind && linked.rows.length > 0);
      if (said.length > 0) beside.set(id, said);
    }
  return beside;
}

/** Read whole before it is sent: a slow reader would keep the database's one connection, or get the rows of two nights. */
async function exported(
  { db, configuration: { pipeline } }: Served,
  school: string,
  kind: RecordKind,
  listing: Listing,
): Promise<AsyncGenerator<string>> {
  return db.reading(async (store) => {
    const { columns, parts } = exportRows(store, pipeline, school, kind, listing);
    const rows = [];
    for await (const part of parts) rows.push(part);
    return csv(
      columns.map(({ label }) => label),
      rows,
    );
  });
}
