import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { changesBetween, lookAt } from '../../src/pipeline/files/file-marks.js';
import { NotWatchedError, WatchedFolders } from '../../src/cli/watch/watched-folders.js';
import { main } from '../../src/cli/main.js';
import { cli } from '../support/cli.js';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';

/** A command that watches a copy of the shipped configuration. */
class Watched {
  readonly folder = temporaryFolder();
  readonly config = join(this.folder, 'pipeline.yaml');
  readonly #interruption = new AbortController();
  readonly #ended: Promise<number>;
  #text = '';
  #wake: (() => void) | null = null;

  constructor(context: TestContext, command: string, prepare: (folder: string) => void = () => undefined) {
    cpSync('pipeline.yaml', this.config);
    cpSync('rules', join(this.folder, 'rules'), { recursive: true });
    prepare(this.folder);
    const out = new Writable({
      write: (chunk: Buffer, _, done) => {
        this.#text += chunk.toString();
        this.#wake?.();
        done();
      },
    });
    this.#ended = main([command, '--watch', '--config', this.config], {
      stdin: Readable.from([]),
      stdout: out,
      stderr: out,
      env: {},
      now: () => new Date('2026-11-20T12:00:00Z'),
      interrupted: this.#interruption.signal,
    });
    context.after(() => this.end());
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** What was printed since the last time, once it ends like this. */
  async until(end: RegExp): Promise<string> {
    const text = (): string => this.#text.replaceAll(`${this.folder}/`, '');
    while (!end.test(text())) await new Promise<void>((resolve) => (this.#wake = resolve));
    const printed = text();
    this.#text = '';
    return printed;
  }

  async end(): Promise<number> {
    this.#interruption.abort();
    return this.#ended;
  }
}

const limit = { timeout: 60_000 };

test(
  'check --watch answers changes, new files, lost files, editors that put a file in its place, and broken files',
  limit,
  async (context) => {
    const watched = new Watched(context, 'check');
    const contacts = watched.path('rules/contacts.yaml');
    const school = watched.path('rules/schools/1.yaml');
    await watched.until(/^0 errors in \d+ files\nWatching .* Ctrl-C ends it\.\n$/);
    appendFileSync(contacts, '- [\n');
    await watched.until(/^\nrules\/contacts\.yaml changed:\n[^]*yaml-syntax[^]*1 error in \d+ files\n$/);
    cpSync('rules/contacts.yaml', `${contacts}.1`);
    await watched.until(/rules\/contacts\.yaml\.1 is new:\n[^]*2 errors in \d+ files\n$/);
    renameSync(`${contacts}.1`, contacts);
    await watched.until(/rules\/contacts\.yaml changed, rules\/contacts\.yaml\.1 is gone:\n0 errors in \d+ files\n$/);
    rmSync(watched.path('rules/groups.yaml'));
    await watched.until(/rules\/groups\.yaml is gone:\n[^]*[1-9]\d* errors?.* in \d+ files\n$/);
    cpSync('rules/groups.yaml', watched.path('rules/groups.yaml'));
    await watched.until(/rules\/groups\.yaml is new:\n0 errors in \d+ files\n$/);
    mkdirSync(watched.path('rules/schools'));
    writeFileSync(school, 'disable: [contact-titel]\n');
    await watched.until(/rules\/schools\/1\.yaml is new:\n[^]*contact-titel[^]*1 error in \d+ files\n$/);
    rmSync(watched.path('rules/schools'), { recursive: true });
    await watched.until(/rules\/schools\/1\.yaml is gone:\n0 errors in \d+ files\n$/);
    assert.equal(await watched.end(), 0);
  },
);

test(
  'test --watch decides again, also with a file outside of rules/ that a school extends',
  { ...limit, skip: unlessFull('it takes seconds') },
  async (context) => {
    const watched = new Watched(context, 'test', (folder) => {
      mkdirSync(join(folder, 'trusts'));
      mkdirSync(join(folder, 'rules/schools'));
      writeFileSync(join(folder, 'trusts/oak.yaml'), 'disable: [contact-title]\n');
      writeFileSync(join(folder, 'rules/schools/1.yaml'), 'extends: ../../trusts/oak.yaml\n');
      const own =
        '- { name: own, school: 1, extract: { Contacts: [{ Title: null }] }, expect: { through: { contacts: [1] } } }\n';
      writeFileSync(join(folder, 'rules/tests/own.yaml'), own);
    });
    assert.match(await watched.until(/Ctrl-C ends it\.\n$/), /66 passed, 0 failed/);
    writeFileSync(watched.path('trusts/oak.yaml'), 'options: { singleSignOn: true }\n');
    const failed = await watched.until(/conditions\.\n$/);
    assert.match(failed, /^\ntrusts\/oak\.yaml changed:\nFAILED {2}rules\/tests\/own\.yaml:1 {2}own/);
    writeFileSync(watched.path('rules/tests/own.yaml'), '[]\n');
    assert.match(await watched.until(/conditions\.\n$/), /65 passed, 0 failed/);
  },
);

test('what is not for a terminal is not watched', async () => {
  for (const more of [['--json'], ['--format', 'github'], ['--out', 'x.txt']]) {
    const { code, stderr } = await cli(['check', '--watch', ...more]);
    assert.deepEqual(
      [code, stderr],
      [2, '--watch is for a person at a terminal: omit --json, --format and --out. Nothing was read or touched.\n'],
    );
  }
});

test('a folder that the system does not watch is an error with a way out; one that is not there yet is none', () => {
  const full = (): never => {
    throw Object.assign(new Error('no more watches'), { code: 'ENOSPC' });
  };
  const nothing = () => undefined;
  const folders = new WatchedFolders(nothing, nothing, full);
  const folder = temporaryFolder();
  folders.follow(new Set([join(folder, 'none')]));
  assert.throws(
    () => {
      folders.follow(new Set([folder]));
    },
    (error) => {
      assert.ok(error instanceof NotWatchedError);
      assert.match(
        error.message,
        /cannot be watched \(ENOSPC\)\. The system watches no more folders .* Without --watch/,
      );
      return true;
    },
  );
});

test('a symbolic link that leads to itself is walked once, and a new mark is a change', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'rules'));
  symlinkSync('.', join(folder, 'rules/again'));
  const config = join(folder, 'pipeline.yaml');
  const before = lookAt(config, []).marks;
  writeFileSync(config, 'name: a\n');
  writeFileSync(join(folder, 'rules/.hidden.yaml'), '');
  const after = lookAt(config, []).marks;
  assert.deepEqual(changesBetween(before, after), [`${config} is new`]);
  assert.deepEqual(changesBetween(after, before), [`${config} is gone`]);
});
