import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { rulesRunOut } from '../../src/decide/run-out.js';
import { readConfiguration } from '../../src/pipeline/configuration.js';
import { configurationDigest } from '../../src/pipeline/configuration-digest.js';
import { dayAfter, standingOn } from '../../src/pipeline/guard/day.js';
import { guardOn, isSameGuard, type GuardEntries } from '../../src/pipeline/guard/guard-entries.js';
import { checkConfiguration } from '../../src/pipeline/lint/check-configuration.js';
import { ConfigurationError } from '../../src/pipeline/problem.js';
import { inEffect, ruleOn } from '../../src/pipeline/rules/in-effect.js';
import { isAtOnce, isOnEveryDayOf } from '../../src/pipeline/rules/rule-days.js';
import { turnsOf } from '../../src/pipeline/rules/turns.js';
import type { Rule } from '../../src/pipeline/rules/rule.js';
import type { Term, Terms } from '../../src/pipeline/terms.js';
import { checked } from '../support/checked.js';
import { configured } from '../support/configured.js';
import { temporaryFolder } from '../support/folder.js';
import { cases } from '../support/numbers.js';

const root = temporaryFolder();
const place = { file: 'x.yaml', line: 1, column: 1 };

/** Every day of four years, of which one has a 29 February. */
const days: string[] = [];
for (let day = '2026-01-01'; day <= '2029-12-31'; day = dayAfter(day)) days.push(day);

const yearlyDay = fc
  .record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 29 }) })
  .map(({ month, day }) => `${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
const fullDay = fc.constantFrom(...days);

function rule(name: string, more: Partial<Rule>): Rule {
  return {
    ...{ name, kind: 'classes', because: 'x', fix: null, for: 'through', once: false, from: null, until: null, place },
    conditions: { all: [] },
    effect: { type: 'exclude' },
    ...more,
  };
}

/** Walks from the first day until the last is reached, over New Year if need be. */
function plainlyInYearly(day: string, from: string, until: string): boolean {
  const ofYear = (year: number, monthAndDay: string, isLast: boolean): string => {
    const isLeap = year % 4 === 0;
    if (monthAndDay !== '02-29' || isLeap) return `${String(year)}-${monthAndDay}`;
    return `${String(year)}-${isLast ? '02-28' : '03-01'}`;
  };
  const year = Number(day.slice(0, 4));
  return [year - 1, year].some((first) => {
    const last = until < from ? first + 1 : first;
    return ofYear(first, from, false) <= day && day <= ofYear(last, until, true);
  });
}

test('days of each year are those between, over New Year too, and 29 February where there is one', async () => {
  await checked(
    fc.property(yearlyDay, yearlyDay, (from, until) => {
      for (const day of days)
        assert.equal(
          standingOn(day, { from, until }) === 'in effect',
          plainlyInYearly(day, from, until),
          `${day} in ${from} to ${until}`,
        );
    }),
    { numRuns: cases(300, 12) },
  );
  const isOn = (from: string, until: string, day: string): boolean => standingOn(day, { from, until }) === 'in effect';
  assert.ok(isOn('02-29', '03-31', '2027-03-01') && !isOn('02-29', '03-31', '2027-02-28'));
  assert.ok(isOn('02-29', '03-31', '2028-02-29') && !isOn('01-01', '02-29', '2027-03-01'));
});

const pauseDays = fc.oneof(
  fc.record({ from: yearlyDay, until: yearlyDay }),
  fc.tuple(fullDay, fullDay).map((two) => ({ from: [...two].sort()[0] ?? '', until: [...two].sort()[1] ?? '' })),
);

test('a pause of each year ends where plain counting from day to day finds its end', async () => {
  await checked(
    fc.property(fc.array(pauseDays, { minLength: 1, maxLength: 3 }), fullDay, (pauses, day) => {
      const isPaused = (one: string) => pauses.some((pause) => standingOn(one, pause) === 'in effect');
      const { pausedUntil } = guardOn(day, {
        guard: [],
        pauses: pauses.map((pause) => ({ ...pause, place })),
        retired: null,
      });
      if (!isPaused(day)) return void assert.equal(pausedUntil, null);
      let last = day;
      // A pause that leaves out no more than a day of leap years goes on for years: it is enough to know that it does.
      while (isPaused(dayAfter(last)) && last < dayAfter('2035-01-01')) last = dayAfter(last);
      if (last.slice(0, 4) <= String(Number(day.slice(0, 4)) + 1)) assert.equal(pausedUntil, last);
      else assert.ok(pausedUntil !== null && pausedUntil > day);
    }),
    { numRuns: cases(300, 12) },
  );
});

test('two guards are the same if they are so on every day', async () => {
  const entries = fc.array(fc.oneof(pauseDays, fc.constant({ from: null, until: null })), { maxLength: 2 });
  const guardOf = (spans: readonly { from: string | null; until: string | null }[]): GuardEntries => ({
    guard: spans.map((span, at) => ({ part: 'removals', value: { share: at + 20 }, ...span, place })),
    ...{ pauses: [], retired: null },
  });
  await checked(
    fc.property(entries, entries, (a, b) => {
      const [first, second] = [guardOf(a), guardOf(b)];
      const isSame = days.every((day) => guardOn(day, first).removals.share === guardOn(day, second).removals.share);
      assert.equal(isSameGuard(first, second), isSame);
    }),
    { numRuns: cases(200, 15) },
  );
});

const spans = fc.uniqueArray(fullDay, { minLength: 2, maxLength: 6 }).map((ends) => {
  const sorted = ends.toSorted().slice(0, ends.length - (ends.length % 2));
  return sorted.flatMap((day, at) => (at % 2 === 0 ? [{ from: day, until: sorted[at + 1] ?? day }] : []));
});
const table: fc.Arbitrary<Terms> = fc
  .record({ autumn: spans, spring: spans })
  .map((by) => new Map(Object.entries(by).map(([name, all]): [string, Term] => [name, { days: all, place }])));

/** How many months lie between two days, the last of them whole. */
function wholeMonths(from: string, until: string): number {
  const months =
    (Number(until.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(until.slice(5, 7)) - Number(from.slice(5, 7));
  return until.slice(8) < from.slice(8) ? months - 1 : months;
}

function isAYearBefore(day: string, later: string): boolean {
  return day.slice(5) === later.slice(5) && Number(day.slice(0, 4)) + 1 === Number(later.slice(0, 4));
}

/** What docs/rules.md says, read day by day. */
function plainlyOn(day: string, names: readonly string[], isInside: boolean, terms: Terms): boolean | 'unknown' {
  const inTerm = names.some((name) => terms.get(name)?.days.some(({ from, until }) => from <= day && day <= until));
  if (inTerm) return isInside;
  const everyLast = [...terms.values()].flatMap((term) => term.days.map(({ until }) => until));
  const runOut = names.some((name) => {
    const known = terms.get(name)?.days ?? [];
    const [next] = known.filter(({ from }) => from > day).sort((one, two) => (one.until < two.until ? -1 : 1));
    // A year before that day, the day itself included, it is known.
    if (next !== undefined && (wholeMonths(day, next.until) < 12 || isAYearBefore(day, next.until))) return false;
    const began = known
      .filter(({ until }) => until < day)
      .map(({ from }) => from)
      .sort()
      .at(-1);
    if (began === undefined || wholeMonths(began, day) >= 11) return true;
    return next === undefined && everyLast.every((last) => last < day);
  });
  return runOut ? 'unknown' : !isInside;
}

const during = fc.record({ terms: fc.subarray(['autumn', 'spring'], { minLength: 1 }), isInside: fc.boolean() });

test('a rule holds during its terms or outside of them; when their days run out, one that keeps out does', async () => {
  await checked(
    fc.property(table, during, fc.constantFrom('require', 'exclude', 'warn', 'set'), (terms, said, type) => {
      const one = rule('a', { during: said, effect: { type } });
      for (const day of days) {
        const plain = plainlyOn(day, said.terms, said.isInside, terms);
        const isOn = inEffect([one], new Set(), day, terms).get(one) === 'in effect';
        assert.equal(isOn, plain === 'unknown' ? type === 'require' || type === 'exclude' : plain, day);
      }
    }),
    { numRuns: cases(150, 6) },
  );
});

test('a rule that replaces another while its term is known leaves that in effect, too, when the days run out', () => {
  const terms: Terms = new Map([['autumn', { days: [{ from: '2026-09-02', until: '2026-12-18' }], place }]]);
  const [instead, base] = [rule('a', { during: { terms: ['autumn'], isInside: true } }), rule('a', {})];
  const on = (day: string) => [...inEffect([instead, base], new Set(), day, terms).values()];
  assert.deepEqual(on('2026-09-01'), ['not yet', 'in effect']);
  assert.deepEqual(on('2026-12-18'), ['in effect', 'replaced']);
  assert.deepEqual(on('2026-12-19'), ['in effect', 'in effect']);
});

test('a term whose known days are years off does not let in what it would keep out', () => {
  const on = (day: string, ...days: readonly string[]) => {
    const of = days.map((from) => ({ from, until: `${from.slice(0, 4)}-12-18` }));
    const terms: Terms = new Map([['autumn', { days: of, place }]]);
    return ruleOn(day, rule('a', { during: { terms: ['autumn'], isInside: true } }), terms);
  };
  // 2072 in place of 2027.
  assert.equal(on('2026-11-29', '2072-09-02'), 'unknown');
  assert.equal(on('2026-11-29', '2026-09-02', '2072-09-02'), 'in effect');
  assert.equal(on('2026-12-19', '2026-09-02', '2072-09-02'), 'not yet');
  assert.equal(on('2027-09-02', '2026-09-02', '2072-09-02'), 'unknown');
  // The days of this year were written over.
  assert.equal(on('2026-11-29', '2027-09-02'), 'unknown');
  // A table of one school year, written in the summer before it.
  assert.equal(on('2026-08-01', '2026-09-02'), 'not yet');
});

const ruleDays: fc.Arbitrary<Partial<Rule>> = fc.oneof(
  fc.constant({}),
  fc.record({ from: yearlyDay, until: yearlyDay }),
  fc.record({ from: fullDay }),
  fc.record({ until: fullDay }),
  during.map((said) => ({ during: said })),
);

test('which rules are ever in effect together, and on which days one turns, is so day by day', async () => {
  await checked(
    fc.property(ruleDays, ruleDays, table, (a, b, terms) => {
      const [one, other] = [rule('a', a), rule('a', b)];
      const on = (of: Rule) => days.map((day) => ruleOn(day, of, terms));
      const [first, second] = [on(one), on(other)];
      const together = days.some((_, at) => first[at] === 'in effect' && second[at] === 'in effect');
      if (together) assert.ok(isAtOnce(one, other, terms));
      if (isOnEveryDayOf(one, other, terms))
        for (const at of days.keys()) if (first[at] === 'in effect') assert.equal(second[at], 'in effect', days[at]);
      const words = { 'in effect': 'begins', unknown: 'runs out' } as Readonly<Record<string, string>>;
      const turn = (at: number) => words[first[at] ?? ''] ?? 'ends';
      const plain = days.flatMap((day, at) => (at > 0 && turn(at) !== turn(at - 1) ? [{ day, turn: turn(at) }] : []));
      assert.deepEqual(turnsOf(one, terms, days), plain);
    }),
    { numRuns: cases(300, 30) },
  );
});

const shipped = readFileSync('pipeline.yaml', 'utf8');
const terms =
  'terms:\n  autumn: [{ from: 2026-09-02, until: 2026-12-18 }]\n  spring: [{ from: 2027-01-04, until: 2027-03-25 }]\n';
const withRule = (more: string) =>
  `add:\n  groups:\n    - { name: a, because: x, ${more}, event: { type: exclude }, conditions: { all: [{ fact: description, operator: startsWith, value: X }] } }\n`;

function read(school: string, day: string) {
  const { config } = configured(root, { 'pipeline.yaml': shipped + terms, 'rules/schools/1.yaml': school }, false);
  const options = { set: [], today: () => day };
  return { options, config, configuration: readConfiguration(config, options) };
}

test("a school's own days of a term take the place of the pipeline's, and a run says when they have run out", () => {
  const own = `terms: { autumn: [{ from: 2026-09-07, until: 2026-12-11 }] }\n${withRule('during: [autumn, spring]')}`;
  const { configuration } = read(own, '2026-11-20');
  const isOn = (day: string) => configuration.forSchool('1', day).rules.some(({ name }) => name === 'a');
  assert.deepEqual(['2026-09-06', '2026-09-07', '2026-12-11', '2026-12-12', '2027-01-04', '2027-03-26'].map(isOn), [
    false,
    true,
    true,
    false,
    true,
    true,
  ]);
  assert.equal(configuration.forSchool('1', '2027-03-25').runOut, undefined);
  const { runOut } = configuration.forSchool('1', '2027-03-26');
  assert.deepEqual(
    runOut?.map(({ rule: name, term, last, applies }) => [name, term, last, applies]),
    [
      ['a', 'autumn', '2026-12-11', true],
      ['a', 'spring', '2027-03-25', true],
    ],
  );
  const digest = (day: string) => configurationDigest(configuration.forSchool('1', day), day, '1');
  assert.notEqual(digest('2027-03-25'), digest('2027-03-26'));
  assert.equal(digest('2027-03-26'), digest('2027-03-27'));
});

test('check warns of a term that has no day from today on, where its days are written', () => {
  const warned = (day: string) => {
    const { config, options } = read(withRule('notDuring: autumn'), day);
    return checkConfiguration(config, options).problems.map(({ code, message }) => `${code} ${message}`);
  };
  assert.deepEqual(warned('2026-12-18'), []);
  assert.deepEqual(warned('2026-12-19'), [
    'term-over The last day of the term "autumn", 2026-12-18, is past. It turns on or off: a.',
  ]);
});

test('check and a run say that the next days of a term are too late to know', () => {
  const own = `terms: { autumn: [{ from: 2072-09-02, until: 2072-12-18 }] }\n${withRule('during: autumn')}`;
  const { config, options, configuration } = read(own, '2026-11-20');
  const said = checkConfiguration(config, options).problems.map(({ code, message }) => `${code} ${message}`);
  assert.deepEqual(said, [
    'term-over The next day of the term "autumn", 2072-09-02, is so late that nobody knows whether today is one. It turns on or off: a.',
  ]);
  const { rules, runOut = [] } = configuration.forSchool('1', '2026-11-20');
  assert.ok(rules.some(({ name }) => name === 'a'));
  assert.deepEqual(
    rulesRunOut(runOut).map(({ because }) => because),
    [
      'The days of the term "autumn" before 2072-09-02 are not known: rule "a" applies until they are written, because it keeps records out.',
    ],
  );
});

test('check warns of a term whose days overlap or last more than a year, where they are written', () => {
  const warned = (autumn: string) => {
    const { config, options } = read(`terms: { autumn: [${autumn}] }\n${withRule('during: autumn')}`, '2026-11-20');
    return checkConfiguration(config, options).problems.map(
      ({ file, line, column, code, message }) =>
        `${file.slice(-6)}:${String(line)}:${String(column)} ${code} ${message}`,
    );
  };
  assert.deepEqual(warned('{ from: 2026-09-02, until: 2026-12-18 }, { from: 2027-09-02, until: 2027-12-17 }'), []);
  assert.deepEqual(warned('{ from: 2026-12-01, until: 2027-02-01 }, { from: 2026-09-02, until: 2026-12-18 }'), [
    '1.yaml:1:10 hardly-meant The term "autumn" begins on 2026-12-01 while it lasts already, until 2026-12-18.',
  ]);
  assert.deepEqual(warned('{ from: 2026-09-02, until: 2027-12-18 }'), [
    '1.yaml:1:10 hardly-meant The term "autumn" lasts more than a year: from 2026-09-02 until 2027-12-18.',
  ]);
});

test('days that do not belong together, and terms without days, are errors', () => {
  const expected: readonly (readonly [school: string, said: RegExp])[] = [
    [
      withRule('from: 09-01, until: 2027-07-31'),
      /^excludes Of from and until, one is a day of each year and one is not/,
    ],
    [withRule('from: 09-01'), /^missing-key from is a day of each year, and there is no until/],
    [
      withRule('from: 02-30, until: 07-31'),
      /^wrong-type from must be an existing day, YYYY-MM-DD, or MM-DD for each year/,
    ],
    [withRule('from: 09-01, until: 08-31'), /^always-holds These are all days of the year/],
    [withRule('from: 11-01, until: 02-29'), /^nothing$/],
    [withRule('during: autum'), /^unknown-term There is no term "autum". Did you mean "autumn"/],
    [withRule('during: autumn, from: 09-01, until: 10-31'), /^excludes A rule has "during" or "from", not both/],
    [withRule('during: []'), /^missing-key during names no term/],
    [withRule('notDuring: []'), /^missing-key notDuring names no term/],
    [withRule('during: autumn, notDuring: spring'), /^excludes A rule has "during" or "notDuring", not both/],
    ['terms: { autumn: [] }\n', /^missing-key The term "autumn" has no days/],
    ['terms: { autumn: [{ from: 09-01, until: 12-18 }] }\n', /^wrong-type from must be an existing day, YYYY-MM-DD/],
    [
      'terms: { autumn: [{ from: 2026-12-18, until: 2026-09-02 }] }\n',
      /^never-holds until is before from: the term never holds/,
    ],
    ['pause: { from: 08-01, until: 08-31 }\n', /^nothing$/],
    ['guard: { removals: [{ share: 60 %, from: 09-01, until: 2026-09-30 }] }\n', /^excludes Of from and until/],
  ];
  const files = expected.map(([school], at) => [`rules/schools/${String(at)}.yaml`, school]);
  const { config } = configured(
    root,
    { 'pipeline.yaml': shipped + terms, ...(Object.fromEntries(files) as Record<string, string>) },
    false,
  );
  const configuration = readConfiguration(config, { set: [], today: () => '2026-11-20' });
  const said = (school: number): string => {
    try {
      configuration.forSchool(String(school));
      return 'nothing';
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      return error.problems.map(({ code, message, hint }) => `${code} ${message} ${hint ?? ''}`).join('\n');
    }
  };
  for (const [at, [school, wanted]] of expected.entries()) assert.match(said(at), wanted, school);
});
