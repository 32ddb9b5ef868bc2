import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { openDatabase, type Database } from '../../src/load/database.js';
import type { Configuration } from '../../src/pipeline/configuration.js';
import { createApp } from '../../src/serve/app.js';

export type Node = DefaultTreeAdapterTypes.Node;

/** What a person sees of a page. */
export interface ShownPage {
  readonly html: string;
  readonly main: Node;
  /** All text of the page's content. */
  readonly text: string;
  /** Its tables, each with its rows as the texts of their cells. */
  readonly tables: readonly (readonly (readonly string[])[])[];
}

export function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

export function allIn(node: Node, ...names: string[]): Node[] {
  const inner = 'childNodes' in node ? node.childNodes.flatMap((child) => allIn(child, ...names)) : [];
  return names.includes(node.nodeName) ? [node, ...inner] : inner;
}

export function attribute(node: Node, name: string): string | undefined {
  return (node as DefaultTreeAdapterTypes.Element).attrs.find((one) => one.name === name)?.value;
}

export function shownPage(html: string): ShownPage {
  const [main] = allIn(parse(html), 'main');
  assert.ok(main !== undefined, html);
  const rowsOf = (table: Node) => allIn(table, 'tr').map((row) => allIn(row, 'th', 'td').map(textOf));
  return { html, main, text: textOf(main), tables: allIn(main, 'table').map(rowsOf) };
}

/** Where the links of a page whose text matches lead. */
export function linksIn({ main }: ShownPage, text: RegExp): string[] {
  return allIn(main, 'a')
    .filter((link) => text.test(textOf(link)))
    .map((link) => attribute(link, 'href') ?? '');
}

const host = '127.0.0.1:8080';

/** What a request is answered with. */
export interface Sent {
  readonly statusCode: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface Pages {
  readonly send: (path: string) => Promise<Sent>;
  readonly get: (path: string) => Promise<ShownPage>;
}

/** The Data pages of a database, for as long as the test runs. */
export async function pagesOf(url: string, configuration: Configuration): Promise<Pages> {
  const db: Database = await openDatabase(url, configuration.pipeline);
  const app: FastifyInstance = await createApp({ db, configuration, now: () => new Date(), hosts: [host] });
  after(async () => {
    await app.close();
    await db.close();
  });
  const send = async (path: string): Promise<Sent> => app.inject({ url: path, headers: { host } });
  return {
    send,
    get: async (path: string): Promise<ShownPage> => {
      const { statusCode, body } = await send(path);
      assert.equal(statusCode, 200, path);
      return shownPage(body);
    },
  };
}
