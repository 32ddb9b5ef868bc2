import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { unlessFull } from '../support/numbers.js';

/** What a file becomes; of a new one the text before is empty. */
type Edit = (before: string) => string;

interface Addition {
  /** What the list has, by path: a new file is called `extra` there. */
  readonly edits: Readonly<Record<string, Edit>>;
  /** What goes with it: docs, and what a test needs to know. */
  readonly more?: Readonly<Record<string, Edit>>;
}

/** Puts lines before the first place where a text stands. */
const before =
  (place: string, lines: string): Edit =>
  (text) => {
    assert.ok(text.includes(place), place);
    return text.replace(place, () => lines + place);
  };
const written =
  (text: string): Edit =>
  (none) => {
    assert.equal(none, '');
    return text;
  };
const listed =
  (name: string, path: string, place: string, entry: string): Edit =>
  (text) =>
    before(place, entry)(`import { ${name} } from '${path}';\n${text}`);

/** By the headings of CONTRIBUTING.md. */
const additions: Readonly<Record<string, Addition>> = {
  'an operator': {
    edits: {
      'src/pipeline/vocabulary/operators.ts': before(
        '\n} satisfies',
        `
  hasWord: {
    takes: 'text',
    polarity: null,
    meaning: 'has the value among its words',
    example: '{ fact: description, operator: hasWord, value: Blue }',
    test: text((fact, value) => fact.split(' ').includes(value)),
    words: one((value) => [\`has the word \${value}\`, \`has no word \${value}\`]),
    samples: (value) => [value],
  },`,
      ),
    },
  },
  'a field type': {
    edits: {
      'src/pipeline/vocabulary/source-types.ts': before(
        '\n} satisfies',
        `
  postcode: {
    meaning: 'A postcode, in capitals.',
    schema: { type: ['string', 'null'], format: 'postcode' },
    format: { name: 'postcode', has: (text) => isBlank(text) || /^[A-Za-z0-9 ]+$/.test(text) },
    read: (text) => text.toUpperCase(),
    wanted: 'a postcode',
    leavesOut: null,
    fact: factTypeNamed.text,
    column: 'text',
    constants: 'is a text or null.',
    constant: { in: (given) => String(given), hint: 'Write a postcode.' },
  },`,
      ),
    },
  },
  'a report format': {
    edits: {
      'src/report/findings/extra.ts': written(`import type { Format } from '../format.js';
import type { FindingsReport } from './report.js';

export const extra: Format<FindingsReport> = {
  name: 'extra',
  meaning: 'how many schools there are',
  write: ({ schools }) => \`\${String(schools.length)} schools\\n\`,
};
`),
      'src/report/findings/formats.ts': listed('extra', './extra.js', 'csv, mail', 'extra, '),
    },
    more: { 'docs/report.md': before('| `mail` |', '| `extra` | how many schools there are |\n') },
  },
  'a dialect': {
    edits: {
      'src/load/dialects/extra.ts': written(`import type { Dialect } from '../dialect.js';
import { sqlite } from './sqlite.js';

export const extra: Dialect = {
  ...sqlite,
  schemes: ['extra'],
  example: 'extra:FILE',
  locate: (url, access) => sqlite.locate(url.replace('extra:', 'sqlite:'), access),
};
`),
      'src/load/dialects/dialects.ts': listed('extra', './extra.js', 'sqlite, postgres', 'extra, '),
      'src/pipeline/database-url.ts': before("'sqlite', 'postgres'", "'extra', "),
    },
  },
  'a page': {
    edits: {
      'src/serve/routes/extra.ts': written(`import { ExtraPage } from '../pages/extra.js';
import type { Route } from '../route.js';

export const extra: readonly Route[] = [
  {
    method: 'GET',
    path: '/extra',
    needs: 'viewer',
    answer: ({ pipeline, visitor }) =>
      Promise.resolve({ page: ExtraPage({ place: { pipeline, visitor, school: null, at: '/extra' } }) }),
  },
];
`),
      'src/serve/pages/extra.tsx': written(`import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

export function ExtraPage({ place }: { readonly place: PagePlace }) {
  return (
    <Page place={place} title="Extra">
      <h1>Extra</h1>
    </Page>
  );
}
`),
      'src/serve/routes.ts': listed('extra', './routes/extra.js', '...signIn,', '...extra,\n  '),
    },
    more: { 'test/serve/roles.test.ts': before("  'GET /audit':", "  'GET /extra': { says: /<h1>Extra/ },\n") },
  },
  'a table': {
    edits: {
      'src/load/tables/migrations.ts': before(
        '];\n\n/**',
        `  {
    name: '999-extra',
    up: (knex, dialect) => createMissing(knex, dialect, 'extra', { key: ['school_id'], text: ['said'] }),
  },
`,
      ),
      'src/pipeline/program-tables.ts': before("'schools', 'runs'", "'extra', "),
    },
  },
};

const page = readFileSync('CONTRIBUTING.md', 'utf8');

/** What the page says to do, by heading. */
const lists = new Map(
  page
    .split(/^### To add /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...lines] = section.split(/\n(?:## [^]*)?/);
      const pathsOf = (text: string) => [...text.matchAll(/`([\w/-]+\.\w[\w.]*)`/g)].map(([, path = '']) => path);
      const files = lines.flatMap((line) => /^\d+\. `([^`]+)`/.exec(line)?.slice(1) ?? []);
      const [, tests = ''] = /Tests: ([^]*)$/.exec(lines.join('\n')) ?? [];
      return [title, { files, tests: pathsOf(tests).filter((path) => path.endsWith('.test.ts')) }] as const;
    }),
);

test('CONTRIBUTING.md lists the files that each addition touches, and tests that there are', () => {
  assert.deepEqual([...lists.keys()], Object.keys(additions));
  for (const [title, { files, tests }] of lists) {
    const paths = files.map((path) => path.replace('NAME', 'extra'));
    assert.deepEqual(paths, Object.keys(additions[title]?.edits ?? {}), title);
    for (const path of files) assert.equal(existsSync(path), !path.includes('NAME'), path);
    assert.ok(tests.length > 0 && tests.every((path) => existsSync(path)), `${title}: ${tests.join(' ')}`);
  }
});

/** What each file becomes, whatever is added before. */
function added(): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { edits, more = {} } of Object.values(additions))
    for (const [path, edit] of Object.entries({ ...edits, ...more }))
      texts.set(path, edit(texts.get(path) ?? (existsSync(path) ? readFileSync(path, 'utf8') : '')));
  return texts;
}

test('each addition has its place in the files', () => {
  for (const [path, text] of added())
    assert.ok(!existsSync(path) || text.length > readFileSync(path, 'utf8').length, path);
});

function runIn(folder: string, ...args: readonly string[]): string {
  // A test that runs within a test would be a part of it.
  const env = { ...process.env };
  delete env.NODE_TEST_CONTEXT;
  // That an addition passes shows with few random cases, too.
  delete env.PULLTHROUGH_TEST_NUMBERS;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' });
  assert.equal(status, 0, `${args.join(' ')}\n${stdout.slice(-5000)}${stderr.slice(-5000)}`);
  return stdout;
}

test(
  'one of each can be added in this way: what it needs is compiled, in its layer, known to check and tested',
  { skip: unlessFull('it compiles a copy of the repository') },
  () => {
    const copy = join(temporaryFolder(), 'copy');
    const left = ['.git', 'node_modules'];
    for (const name of readdirSync('.').filter((one) => !left.includes(one)))
      cpSync(name, join(copy, name), { recursive: true, preserveTimestamps: true });
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
    for (const [path, text] of added()) writeFileSync(join(copy, path), text);

    runIn(copy, 'node_modules/typescript/bin/tsc');
    runIn(copy, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs', 'src');
    runIn(copy, 'dist/tools/write-reference.js');
    const withType = before('      phone: Phone\n', '      postcode: { from: Postcode, type: postcode }\n');
    const { config } = configured(temporaryFolder(), {
      'pipeline.yaml': withType(readFileSync('pipeline.yaml', 'utf8')),
      'rules/schools/9361234.yaml': `add:
  contacts:
    - name: only-one-town
      because: They live elsewhere
      conditions: { all: [{ fact: postcode, operator: hasWord, value: AB1 }] }
      event: { type: warn }
`,
    });
    runIn(copy, 'dist/src/cli/bin.js', 'check', '--config', config);
    const used = ['--config', config, '--database', 'extra:extra.db'];
    runIn(copy, 'dist/src/cli/bin.js', 'run', 'examples/oakfield.json', ...used);
    assert.equal(runIn(copy, 'dist/src/cli/bin.js', 'report', '--format', 'extra', ...used), '1 schools\n');

    const tests = [...new Set([...lists.values()].flatMap((list) => list.tests))];
    const built = tests.map((path) => join('dist', path.replace(/ts$/, 'js')));
    runIn(copy, '--enable-source-maps', '--test', '--test-reporter=dot', ...built);
  },
);
