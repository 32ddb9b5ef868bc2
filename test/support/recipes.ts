import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isMap, parseDocument, type Document } from 'yaml';

/** The files that a text shows: blocks of YAML whose first line is a comment with their path. */
export interface Recipe {
  readonly title: string;
  readonly files: ReadonlyMap<string, string>;
}

/** What stands under each second heading of a Markdown file, where files stand there. */
export function recipesOf(path: string): Recipe[] {
  return readFileSync(path, 'utf8')
    .split(/^## /m)
    .map((section) => ({ title: section.slice(0, section.indexOf('\n')), files: filesIn(section) }))
    .filter(({ files }) => files.size > 0);
}

/** @returns texts by path; of two blocks for one file the first */
export function filesIn(markdown: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const [, text = '', path = ''] of markdown.matchAll(/^```yaml\n(# (pipeline\.yaml|rules\/\S+)\n[^]*?)^```$/gm))
    if (!files.has(path)) files.set(path, text);
  return files;
}

/** Copies what is shipped, and lays files over it; a pipeline.yaml says only what is added. */
export function layOut(folder: string, files: ReadonlyMap<string, string>): string {
  const pipeline = join(folder, 'pipeline.yaml');
  cpSync('pipeline.yaml', pipeline);
  cpSync('rules', join(folder, 'rules'), { recursive: true });
  for (const [path, text] of files) {
    const target = join(folder, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, path === 'pipeline.yaml' ? withAdditions(readFileSync(target, 'utf8'), text) : text);
  }
  return pipeline;
}

function withAdditions(text: string, additions: string): string {
  const document = parseDocument(text);
  add(document, parseDocument(additions).contents, []);
  return String(document);
}

function add(document: Document, node: unknown, path: readonly unknown[]): void {
  if (!isMap(node) || (path.length > 0 && !document.hasIn(path))) document.setIn(path, node);
  else for (const { key, value } of node.items) add(document, value, [...path, key]);
}
