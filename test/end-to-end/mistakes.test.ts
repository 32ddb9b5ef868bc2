import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { filesOf, schoolFiles } from '../mistakes/bases.js';
import { mark, type Base, type Mistake } from '../mistakes/mistake.js';
import { mistakesOfMapping } from '../mistakes/of-mapping.js';
import { mistakesOfRules } from '../mistakes/of-rules.js';
import { rightSchools } from '../mistakes/right.js';
import { slips } from '../mistakes/slips.js';
import { cli } from '../support/cli.js';
import { configured, write } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { someOf } from '../support/numbers.js';
import { layOut, recipesOf } from '../support/recipes.js';

const kinds = { ...slips, ...mistakesOfRules, ...mistakesOfMapping };
const all = Object.entries(kinds).flatMap(([kind, mistakes]) => mistakes.map((mistake) => ({ kind, mistake })));
const root = temporaryFolder();
const now = new Date('2026-11-20T12:00:00Z');

/** The section of docs/rules.md that shows how a mistake is found. */
const mistaken = "3. Write the school's file";

interface Found {
  readonly file: string;
  readonly line: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

async function check(folder: string): Promise<Found[]> {
  const { stdout, stderr } = await cli(['check', '--config', join(folder, 'pipeline.yaml'), '--json'], { now });
  assert.notEqual(stdout, '', stderr);
  return JSON.parse(stdout) as Found[];
}

const folders = new Map<Base, string>();

/** A base is written once: each mistake changes one file of it, and is taken back. */
function folderOf(base: Base): string {
  const folder = folders.get(base) ?? laidOut(base);
  folders.set(base, folder);
  return folder;
}

function laidOut(base: Base): string {
  if (base === 'shipped') return configured(root, schoolFiles, false).folder;
  if (base === 'with cases') return withDefaults();
  const folder = mkdtempSync(join(root, 'base-'));
  if (base === 'mapping' || base === 'trust') write(folder, filesOf[base]);
  else
    cpSync(join('examples', base), folder, {
      recursive: true,
      filter: (path) => !path.endsWith(join('rules', 'tests')),
    });
  return folder;
}

function withDefaults(): string {
  const { folder } = configured(root, {}, false);
  mkdirSync(join(folder, 'rules', 'tests'));
  cpSync('rules/tests/defaults.yaml', join(folder, 'rules/tests/defaults.yaml'));
  return folder;
}

interface Made {
  readonly text: string;
  readonly lines: readonly number[];
}

/** The file with the mistake in it, and the lines where that is right to be found. */
function made({ what, file, from, to }: Mistake, before: string | null): Made {
  const at = from === null ? 0 : (before ?? '').indexOf(from);
  assert.ok(at >= 0, `"${what}": ${file} has no ${from ?? ''}`);
  const [head, tail] = from === null ? ['', ''] : [before?.slice(0, at) ?? '', before?.slice(at + from.length) ?? ''];
  const first = head.split('\n').length;
  const given = to.split('\n').map((line, index) => ({ line: first + index, isMarked: line.includes(mark) }));
  const marked = given.filter(({ isMarked }) => isMarked);
  const lines = (marked.length > 0 ? marked : given).map(({ line }) => line);
  return { text: head + to.replaceAll(mark, '') + tail, lines };
}

/** Why a mistake is not found as it should be, and null if it is. */
async function whyMissed(mistake: Mistake): Promise<string | null> {
  const folder = folderOf(mistake.base);
  const path = join(folder, mistake.file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : null;
  const { text, lines } = made(mistake, before);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const found = await check(folder);
  if (before === null) rmSync(path);
  else writeFileSync(path, before);
  const { code, hint, foundIn } = mistake;
  const elsewhere = foundIn === undefined ? null : join(folder, foundIn);
  const isIt = (one: Found) =>
    ((one.file === path && lines.includes(one.line)) || one.file === elsewhere) &&
    (code === undefined || one.code === code) &&
    (hint?.test(one.hint ?? '') ?? true);
  const errors = found.filter(({ severity }) => severity === 'error');
  if (found.some(isIt) && errors.length <= 3) return null;
  const said = found
    .filter(({ code: one }) => one !== 'untested-rule')
    .map((one) => `    ${one.file.slice(folder.length + 1)}:${String(one.line)} ${one.code} ${one.message}`);
  return [`wants line ${lines.join(' or ')}${code === undefined ? '' : `, ${code}`}; found`, ...said].join('\n');
}

test('there are at least 200 mistakes of 25 kinds, at most 3 % of them known as not found', () => {
  assert.ok(Object.keys(kinds).length >= 25);
  assert.ok(all.length >= 200, String(all.length));
  const missed = all.filter(({ mistake }) => mistake.missed !== undefined);
  assert.ok(missed.length <= 0.03 * all.length, `${String(missed.length)} of ${String(all.length)}`);
});

test('each mistake is found at its line, by its code, with the hint that helps', async () => {
  const wrong: string[] = [];
  for (const { kind, mistake } of someOf(all, 30)) {
    const why = await whyMissed(mistake);
    if ((why === null) === (mistake.missed === undefined)) continue;
    wrong.push(
      `${kind}: ${mistake.what} (${mistake.base}, ${mistake.file})\n  ${why ?? 'is found, although it is marked as missed'}`,
    );
  }
  // One text, because a difference of two would be cut short.
  if (wrong.length > 0) assert.fail(`${String(wrong.length)} mistakes\n${wrong.join('\n')}`);
});

test('right files of schools that are near to mistakes give neither an error nor a warning', async () => {
  const right = Object.entries(rightSchools);
  const files = Object.fromEntries(right.map(([, text], index) => [`rules/schools/r${String(index)}.yaml`, text]));
  const { folder } = configured(root, files, false);
  const found = await check(folder);
  const named = found.map(({ file, line, code, message }) => {
    const index = Number(/r(\d+)\.yaml$/.exec(file)?.[1] ?? -1);
    return `${right[index]?.[0] ?? file}: line ${String(line)} ${code} ${message}`;
  });
  assert.equal(named.join('\n'), '');
});

test('what is shipped, each example and each recipe gives neither an error nor a warning', async () => {
  const examples = readdirSync('examples', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join('examples', entry.name, 'pipeline.yaml')))
    .map(({ name }) => join('examples', name));
  const recipes = readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .flatMap((name) => recipesOf(join('docs', name)))
    .filter(
      ({ title, files }) => title !== mistaken && [...files.keys()].some((path) => path.startsWith('rules/schools/')),
    );
  assert.ok(Object.keys(rightSchools).length + examples.length + recipes.length + 3 >= 60);
  const laid = someOf(recipes, 1).map(({ files }) => {
    const folder = mkdtempSync(join(root, 'recipe-'));
    layOut(folder, files);
    return folder;
  });
  const bases = (['shipped', 'mapping', 'trust'] as const).map(folderOf);
  for (const folder of ['.', ...someOf(examples, 1), ...bases, ...laid])
    assert.deepEqual(
      (await check(folder)).filter(({ code }) => code !== 'untested-rule'),
      [],
      folder,
    );
});
