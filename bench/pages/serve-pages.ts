import type { AddressInfo } from 'node:net';
import { openDatabase } from '../../src/load/database.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { createApp } from '../../src/serve/app.js';
import { shippedPipeline, today } from '../places.js';
import { nameHeader } from './name-header.js';

/** The Data pages in a process of their own, which notes how long each request took, from its head to its last byte. */
const [url = ''] = process.argv.slice(2);
const configuration = readConfiguration(shippedPipeline, { set: [], today: () => today });
const db = await openDatabase(url, configuration.pipeline, { mustExist: true, manyAtOnce: true });
const hosts: string[] = [];
const complain = (line: string): void => void process.stderr.write(`${line}\n`);
const app = await createApp({ db, configuration, now: () => new Date(), hosts, mustSignIn: true, complain });
const times = new Map<string, number[]>();

// Before Fastify's own listener, so the time has all that Fastify does.
app.server.prependListener('request', (request, response) => {
  const name = request.headers[nameHeader];
  if (typeof name !== 'string') return;
  const began = performance.now();
  response.on('finish', () => {
    const of = times.get(name) ?? [];
    of.push(performance.now() - began);
    times.set(name, of);
  });
});
process.on('message', (name: string) => process.send?.({ times: times.get(name) ?? [] }));
process.on('disconnect', () => void app.close().then(() => db.close()));
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address() as AddressInfo;
hosts.push(`127.0.0.1:${port}`);
process.send?.({ port });
