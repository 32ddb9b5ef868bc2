import assert from 'node:assert/strict';
import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { parse, type DefaultTreeAdapterTypes } from 'parse5';
import { openDatabase } from '../../src/load/database.js';
import type { Configuration } from '../../src/pipeline/configuration.js';
import { createApp } from '../../src/serve/app.js';

export const host = '127.0.0.1:8080';

/** The Data pages of a database. */
export interface Site {
  readonly app: FastifyInstance;
  readonly get: (path: string) => Promise<Shown>;
}

export interface Shown {
  readonly status: number;
  /** Where it leads at once. */
  readonly to: string | undefined;
  readonly html: string;
  /** All text of the page's content, without what is only on paper. */
  readonly text: string;
  /** The rows of its tables, each as the texts of its cells. */
  readonly rows: readonly (readonly string[])[];
  /** Its links in the navigation, by what they say. */
  readonly navigation: ReadonlyMap<string, string>;
}

export type Node = DefaultTreeAdapterTypes.Node;

export async function siteOf(url: string, configuration: Configuration, now = new Date()): Promise<Site> {
  const db = await openDatabase(url, configuration.pipeline);
  const app = await createApp({ db, configuration, now: () => now, hosts: [host] });
  after(async () => {
    await app.close();
    await db.close();
  });
  const get = async (path: string): Promise<Shown> => {
    const { statusCode, body, headers } = await app.inject({ url: path, headers: { host } });
    const page = parse(body);
    const [main] = elements(page, 'main');
    assert.ok(main !== undefined || statusCode === 303, path);
    const [menu] = elements(page, 'nav').filter((nav) => attribute(nav, 'id') === 'menu');
    const links = menu === undefined ? [] : elements(menu, 'a');
    return {
      status: statusCode,
      to: headers.location,
      html: body,
      text: main === undefined ? '' : textIn(main).slice(onPaper(main).length),
      rows: main === undefined ? [] : elements(main, 'tr').map((row) => elements(row, 'th', 'td').map(textIn)),
      navigation: new Map(links.map((link) => [textIn(link), attribute(link, 'href')])),
    };
  };
  return { app, get };
}

/** What the content begins with on paper. */
function onPaper(main: Node): string {
  const [head] = elements(main, 'div').filter((node) => attribute(node, 'class') === 'paper-head');
  return head === undefined ? '' : textIn(head);
}

export function textIn(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  return 'childNodes' in node ? node.childNodes.map(textIn).join('') : '';
}

export function elements(node: Node, ...names: string[]): Node[] {
  const inner = 'childNodes' in node ? node.childNodes.flatMap((child) => elements(child, ...names)) : [];
  return names.includes(node.nodeName) ? [node, ...inner] : inner;
}

export function attribute(node: Node, name: string): string {
  return 'attrs' in node ? (node.attrs.find((one) => one.name === name)?.value ?? '') : '';
}
