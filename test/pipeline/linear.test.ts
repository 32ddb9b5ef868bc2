import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { withDaysAsStored } from '../../src/browse/days-of-search.js';
import { instantOf } from '../../src/pipeline/text/instant.js';
import { dayReader } from '../../src/pipeline/text/day-of-instant.js';
import { decimalOf, isDecimal } from '../../src/pipeline/text/decimal.js';
import { dateFormats, isoDate } from '../../src/pipeline/vocabulary/date-formats.js';
import { dayOf, hasTime } from '../../src/pipeline/text/day-of.js';
import { textChange } from '../../src/pipeline/text/text-functions.js';
import { toText } from '../../src/pipeline/text/stored-text.js';
import { waysToShare } from '../../src/pipeline/vocabulary/ways-to-share.js';
import { sourceTypes } from '../../src/pipeline/vocabulary/source-types.js';
import { timeOfRunId } from '../../src/load/runs/run-ids.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { withoutCredentials } from '../../src/pipeline/text/credentials.js';
import { nearest } from '../../src/pipeline/text/did-you-mean.js';
import { fold, naturalKey, wordsOf } from '../../src/pipeline/text/folding.js';
import { forShell } from '../../src/pipeline/text/for-shell.js';
import { isAtDomain } from '../../src/pipeline/domains.js';
import { hasJoint, isEmail, isTwoOf } from '../../src/pipeline/parts.js';
import { ConfigurationError, formatProblem } from '../../src/pipeline/problem.js';
import { isFileStem } from '../../src/pipeline/files/school-file.js';
import { isPath, stepsOf } from '../../src/pipeline/source/source-path.js';
import { matchesPattern } from '../../src/pipeline/text/patterns.js';
import * as text from '../../src/pipeline/text/text.js';
import { csvText } from '../../src/report/writers/csv.js';
import { escapeXml } from '../../src/report/writers/escape-xml.js';
import { asCode, escapeWords } from '../../src/report/writers/markdown.js';
import { asSentence, printable } from '../../src/words/words.js';
import { ownPath } from '../../src/serve/own-path.js';
import { configured } from '../support/configured.js';
import { isFull, unlessFull } from '../support/numbers.js';
import { decideText, shippedConfiguration } from '../support/decide-text.js';

/** Characters of each text: what takes a time in the square of them takes minutes. */
const length = isFull ? 200_000 : 50_000;

/** Texts that patterns go over again and again: a long run, and behind it what makes them try anew. */
const evil: readonly (readonly [name: string, head: string, run: string, tail: string])[] = [
  ['blanks', 'é', ' ', 'x'],
  ['odd blanks', 'é', '\u00a0\u2003\u0085', 'x'],
  ['line breaks', 'é', '\r\n', 'x'],
  ['marks', 'a', '\u0301\u0323', 'x'],
  ['marks out of order', '', '\u0315\u0323\u0321', ''],
  ['slashes', '', '//', 'x'],
  ['schemes', 'x', 'a:', ' x'],
  ['schemes of several lines', 'x', 'a:\n', '@'],
  ['joints', 'Mr', ' and ', '.'],
  ['signs', 'Mr', '&/+', 'Mrs'],
  ['digits', '-', '1', 'x'],
  ['zeros', '2018-03-09T00:00:00.', '0', 'x'],
  ['commas', '', ',;', '@'],
  ['full stops', 'a', '.', '!'],
  ['backticks', '', '`', ' '],
  ['backslashes', '', '\\', '.'],
  ['quotes', '', `'"`, '<'],
  ['fractions', '1', '.1', 'e'],
  ['days', '1', '1-  mar ', 'x'],
  ['half a character', 'x', '\ud83d', 'x'],
];

function made([, head, run, tail]: (typeof evil)[number], of = length): string {
  return head + run.repeat(of / run.length) + tail;
}

const places: Readonly<Record<string, (text: string) => unknown>> = {
  isBlank: text.isBlank,
  normalise: text.normalise,
  repair: text.repair,
  foldCase: text.foldCase,
  foldSpelling: text.foldSpelling,
  fold,
  wordsOf,
  naturalKey,
  digits: text.digits,
  toText,
  ...Object.fromEntries(
    sourceTypes.flatMap(({ wanted, format }) => (format === undefined ? [] : [[wanted, format.has]])),
  ),
  dayOf,
  dayReader: dayReader('Europe/London'),
  decimalOf,
  isDecimal,
  isoDate: isoDate(dateFormats.map(({ name }) => name)),
  hasTime,
  instantOf: (given) => instantOf(given, 'Europe/London'),
  timeOfRunId,
  'text functions': textChange([
    { replace: new Map([['//', '/'], ['a:', 'b']]) }, // prettier-ignore
    'trimEach',
    'upper',
    { part: '\n' },
    'lower',
    { take: -40_000 },
  ]),
  hasJoint,
  isEmail,
  matchesPattern: (given) => matchesPattern(given, '(?:(?:a|.|\\s)*(?:and|/)*)*x?y', false),
  isAtDomain: (given) => isAtDomain(given, ['oakfield.example.org']),
  isTwoOf: (given) => isTwoOf(given, ['Mr', 'Mrs']),
  ...Object.fromEntries(waysToShare.map(({ name, partsOf }) => [name, partsOf])),
  withoutCredentials,
  nearest: (given) => nearest(given, ['name', 'conditions', 'because']),
  forShell,
  isFileStem,
  isPath,
  stepsOf,
  withDaysAsStored,
  escapeXml,
  asCode,
  escapeWords,
  printable,
  asSentence,
  ownPath,
  csv: (given) => csvText([given], [[given]]),
};

/** Processor time, so that it is no matter how busy the machine is. */
function millisecondsOf(work: () => unknown): number {
  const started = process.cpuUsage();
  work();
  return millisecondsSince(started);
}

function millisecondsSince(started: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

for (const [name, place] of Object.entries(places)) {
  test(`C1: ${name} takes as long for a long text as for a plain one, whatever stands in it`, () => {
    const plain = `${'é plain text '.repeat(length / 13)}é`;
    place(plain);
    const most = 1000 + 100 * millisecondsOf(() => place(plain));
    for (const one of evil) {
      const took = millisecondsOf(() => place(made(one)));
      assert.ok(
        took < most,
        `${one[0]}: ${took.toFixed(0)} ms, where plain text takes a hundredth of ${most.toFixed(0)}`,
      );
    }
  });
}

test(
  'C1: a document takes as long with long values in every field as with plain ones',
  { skip: unlessFull('it takes seconds') },
  async () => {
    const configuration = shippedConfiguration();
    for (const one of evil) {
      const value = made(one, length / 2);
      const contact = {
        Title: value,
        Forename: value,
        Surname: value,
        Email: value,
        Phone: value,
        Relationship: value,
      };
      const document = {
        ...{ SchoolID: '1', SchoolName: value, ExtractedAt: value },
        Students: [{ StudentID: 101, KnownName: value, Surname: value, DateOfBirth: value }, { StudentID: value }],
        Contacts: [
          { ContactID: 5001, ...contact },
          { ContactID: 5002, ...contact, Title: 'Mr and Mrs' },
        ],
        ContactLinks: [{ StudentID: 101, ContactID: 5001, Relationship: value, ParentalResponsibility: value }],
        ...{ Staff: [], Classes: [{ ClassID: 9, Type: value, StaffID1: value, StudentIDs: [value, 101] }], Groups: [] },
      };
      const started = process.cpuUsage();
      await decideText(JSON.stringify(document), configuration);
      assert.ok(millisecondsSince(started) < 10_000, one[0]);
    }
  },
);

const folder = mkdtempSync(join(tmpdir(), 'pullthrough-linear-'));
after(() => rmSync(folder, { recursive: true }));

test(
  "C1: what is wrong in a school's file is said as soon where its lines are long, and in a frame of a line",
  { skip: unlessFull('it takes seconds') },
  () => {
    for (const one of evil.filter(([name]) => !name.startsWith('half'))) {
      const given = JSON.stringify(made(one));
      const { config } = configured(folder, {
        'rules/schools/1.yaml': `disable: [${given}, ${given}]\nenabel: ${given}\n`,
      });
      const started = process.cpuUsage();
      try {
        readConfiguration(config, { set: [], today: () => '2026-11-20' }).forSchool('1');
        assert.fail(one[0]);
      } catch (error) {
        assert.ok(error instanceof ConfigurationError, String(error));
        for (const problem of error.problems) {
          const frame = formatProblem({ ...problem, message: '', hint: null });
          assert.ok(frame.length < 2000, `${one[0]}: a frame of ${String(frame.length)} characters`);
        }
      }
      assert.ok(millisecondsSince(started) < 10_000, one[0]);
    }
  },
);
