import { after } from 'node:test';
import { Readable } from 'node:stream';
import { SyntaxProblem } from '../../src/extract/json/syntax-problem.js';
import type { Input } from '../../src/extract/bytes/input.js';
import { listedSources, sourceFolderOf } from '../../src/pipeline/files/source-lists.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import type { Machine } from '../../src/sources/network.js';
import { Sources } from '../../src/sources/sources.js';
import { configured } from './configured.js';
import { temporaryFolder } from './folder.js';
import { readFileSync } from 'node:fs';

export const root = temporaryFolder();

/** The shipped pipeline with more under `source:` and at the end, in a folder of its own. */
export function sourcePipeline(source: string, files: Readonly<Record<string, string>> = {}, top = ''): string {
  const shipped = readFileSync('pipeline.yaml', 'utf8');
  const indented = source.trim().replace(/^/gm, '  ');
  const pipeline = shipped.replace(/^source:\n {2}inputs: .*\n/m, `${top}source:\n${indented}\n`);
  return configured(root, { 'pipeline.yaml': pipeline, ...files }, false).config;
}

/** Waits are noted, and not waited. */
export interface Waits {
  readonly waits: number[];
}

/** What fetches as such a pipeline says. */
export function sourcesOf(
  source: string,
  machine: Partial<Machine> = {},
  files: Readonly<Record<string, string>> = {},
  top = '',
): Sources & Waits {
  const config = sourcePipeline(source, files, top);
  const configuration = readConfiguration(config, { set: [], today: () => '2026-11-20' });
  const { pipeline } = configuration;
  const waits: number[] = [];
  const sources = new Sources({
    fetching: pipeline.source.fetching,
    limits: pipeline.limits,
    interrupted: new AbortController().signal,
    folder: sourceFolderOf(config),
    lists: () => listedSources(pipeline, null),
    schools: [],
    machine: {
      env: {},
      now: () => new Date('2026-11-20T02:00:00Z'),
      wait: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
      ...machine,
    },
  });
  after(() => sources.close());
  return Object.assign(sources, { waits });
}

/** What an input has, as text, or why it cannot be read. */
export async function textOf(input: Input): Promise<string> {
  const parts: Uint8Array[] = [];
  try {
    for await (const bytes of input.open()) parts.push(bytes);
    return Buffer.concat(parts).toString();
  } catch (error) {
    if (error instanceof SyntaxProblem) return `${error.code}: ${error.message}`;
    throw error;
  } finally {
    await input.source?.release();
  }
}

export async function fetched(sources: Sources, url: string): Promise<string> {
  const [input] = await sources.find([url], Readable.from([]));
  return textOf(input);
}
