import { createReadStream } from 'node:fs';
import chain from 'stream-chain';
import { parser } from 'stream-json';
import { pick } from 'stream-json/filters/pick.js';
import { streamArray } from 'stream-json/streamers/stream-array.js';
import { streamObject } from 'stream-json/streamers/stream-object.js';
import { streamValues } from 'stream-json/streamers/stream-values.js';

export type Item = Record<string, unknown>;

/** A document as stream-json hands it over: whole items, with everything in them. */
export interface Document {
  readonly id: unknown;
  readonly name: unknown;
  readonly sections: ReadonlyMap<string, Item[]>;
}

export type ReadDocument = (file: string) => Promise<Document>;

export const sectionNames = ['Students', 'Contacts', 'ContactLinks', 'Staff', 'Classes', 'Groups'] as const;

/** With care: one pass, and no value handed over twice. */
export const readInOnePass: ReadDocument = async (file) => {
  const found = new Map<string, unknown>();
  const stream = chain([createReadStream(file), parser({ streamValues: false }), streamObject()]);
  for await (const { key, value } of stream as AsyncIterable<{ key: string; value: unknown }>) found.set(key, value);
  const sections = new Map(sectionNames.map((name) => [name, (found.get(name) ?? []) as Item[]]));
  return { id: found.get('SchoolID'), name: found.get('SchoolName'), sections };
};

/** As the examples do it: a pass for each section. */
export const readInManyPasses: ReadDocument = async (file) => {
  const [id, name] = await readHead(file);
  const sections = new Map<string, Item[]>();
  for (const section of sectionNames) {
    const items: Item[] = [];
    const stream = chain([createReadStream(file), parser(), pick({ filter: section }), streamArray()]);
    for await (const { value } of stream as AsyncIterable<{ value: Item }>) items.push(value);
    sections.set(section, items);
  }
  return { id, name, sections };
};

async function readHead(file: string): Promise<unknown[]> {
  const values: unknown[] = [];
  const stream = chain([createReadStream(file), parser(), pick({ filter: /^School(ID|Name)$/ }), streamValues()]);
  for await (const { value } of stream as AsyncIterable<{ value: unknown }>) {
    values.push(value);
    if (values.length === 2) break;
  }
  return values;
}
