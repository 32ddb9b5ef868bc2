import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import type { Extract } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { readConfiguration, type Configuration, type SchoolConfiguration } from '../../src/pipeline/configuration.js';
import { Comparison } from '../../src/report/impact/comparison.js';
import { movements, type ImpactOverDays, type SchoolImpact } from '../../src/report/impact/impact.js';
import { extractText } from '../reference/arbitrary-extract.js';
import { reference, type Options, type Reference } from '../reference/reference.js';
import { checked } from '../support/checked.js';
import { configured } from '../support/configured.js';
import { readText, today } from '../support/decide-text.js';
import { cases, isFull } from '../support/numbers.js';
import { temporaryFolder } from '../support/folder.js';

/** A rule of the shipped configuration, and a text of its kind that no value is equal to. */
const fieldOf: Readonly<Record<string, string>> = {
  students: 'surname',
  contacts: 'surname',
  teachers: 'surname',
  classes: 'code',
  groups: 'description',
  contactLinks: 'relationship',
};
const kindOf: Readonly<Record<string, string>> = {
  'student-in-a-class': 'students',
  'contact-title': 'contacts',
  'contact-has-a-student': 'contacts',
  'contact-email-form': 'contacts',
  'contact-no-email': 'contacts',
  'title-looks-like-two': 'contacts',
  'teacher-title': 'teachers',
  'teacher-same-email': 'teachers',
  'class-type': 'classes',
  'class-has-a-teacher': 'classes',
  'class-type-near-miss': 'classes',
  'group-type': 'groups',
  'parental-responsibility': 'contactLinks',
};
const rules = Object.keys(kindOf);
/** The last two are the last day that is looked at, and the day after it. */
const days = ['2026-11-01', today, '2026-11-21', '2026-12-24', '2027-03-01', '2027-08-31', '2027-12-25', '2027-12-26'];
const lastDay = '2027-12-25';

/** A rule that does nothing on some days. */
interface Off {
  readonly rule: string;
  readonly from: string | null;
  readonly until: string | null;
}

interface Version {
  readonly parentalResponsibilityOnly: boolean;
  readonly singleSignOn: boolean;
  readonly disabled: readonly string[];
  readonly off: readonly Off[];
}

const day = fc.option(fc.constantFrom(...days));
const versions: fc.Arbitrary<Version> = fc.record({
  parentalResponsibilityOnly: fc.boolean(),
  singleSignOn: fc.boolean(),
  disabled: fc.subarray(rules, { maxLength: 2 }),
  off: fc.uniqueArray(fc.record({ rule: fc.constantFrom(...rules), from: day, until: day }), {
    maxLength: 3,
    selector: ({ rule }) => rule,
  }),
});

function fitting(version: Version): Version {
  const off = version.off
    .filter(({ rule, from, until }) => !version.disabled.includes(rule) && (from !== null || until !== null))
    .map(({ rule, from, until }) => ({
      rule,
      from,
      until: from !== null && until !== null && until < from ? from : until,
    }));
  return { ...version, off };
}

function yamlOf({ parentalResponsibilityOnly, singleSignOn, disabled, off }: Version): string {
  const kinds = [...new Set(off.map(({ rule }) => kindOf[rule] ?? ''))];
  const replaced = kinds.flatMap((kind) => [
    `  ${kind}:`,
    ...off
      .filter(({ rule }) => kindOf[rule] === kind)
      .map(
        ({ rule, from, until }) =>
          `    - { name: ${rule}, because: Off, ${from === null ? '' : `from: ${from}, `}${until === null ? '' : `until: ${until}, `}conditions: { all: [{ fact: ${fieldOf[kind] ?? ''}, operator: equal, value: no such value }] }, event: { type: exclude } }`,
      ),
  ]);
  return [
    `options: { parentalResponsibilityOnly: ${String(parentalResponsibilityOnly)}, singleSignOn: ${String(singleSignOn)} }`,
    `disable: [${disabled.join(', ')}]`,
    ...(replaced.length === 0 ? [] : ['replace:', ...replaced]),
    '',
  ].join('\n');
}

/** Half of the pairs share their days: a rule that is the same in both may hide what differs. */
const pairs = fc
  .sample(fc.tuple(versions, versions, fc.boolean()), { numRuns: cases(300, 20), seed: 20261120 })
  .map(([a, b, isShared]) => [fitting(a), fitting(isShared ? { ...b, off: a.off } : b)] as const);
const all = pairs.flat();
const { config } = configured(
  temporaryFolder(),
  Object.fromEntries(all.map((version, at) => [`rules/schools/v${String(at)}.yaml`, yamlOf(version)])),
  false,
);
const configuration = readConfiguration(config, { set: [], today: () => today });
const plan = planReading(configuration.pipeline);

const read = new Map<string, SchoolConfiguration>();

/** Reading a file again on each day would take longer than all else. */
function schoolOn(at: number, on: string): SchoolConfiguration {
  const key = `v${String(at)}`;
  const known = read.get(key + on) ?? configuration.forSchool(key, on);
  read.set(key + on, known);
  return known;
}

/** A configuration that has one of these for every school. */
function configurationOf(at: number): Configuration {
  const school = `v${String(at)}`;
  return {
    ...configuration,
    forSchool: (_, day = today) => schoolOn(at, day),
    effective: (_, day) => configuration.effective(school, day),
    files: { has: () => true, keys: () => [].values() } as unknown as Configuration['files'],
  };
}

function disabledOn({ disabled, off }: Pick<Version, 'disabled' | 'off'>, on: string): string[] {
  const isOff = ({ from, until }: Off) => (from === null || from <= on) && (until === null || on <= until);
  return [...disabled, ...off.filter(isOff).map(({ rule }) => rule)].sort();
}

const widths: Readonly<Record<string, readonly [table: string, ids: number]>> = {
  students: ['students', 1],
  contacts: ['contacts', 1],
  teachers: ['teachers', 1],
  classes: ['classes', 1],
  groups: ['groups', 1],
  contactLinks: ['contact_links', 2],
  classStudents: ['class_students', 2],
  classTeachers: ['class_teachers', 2],
  groupStudents: ['group_students', 2],
};

/** What `impact` says of a day, as sorted lines. */
function saidOf(impact: SchoolImpact | null): string[] {
  const lines = Object.entries(impact?.kinds ?? {}).flatMap(([kind, moved]) =>
    movements.flatMap((movement) => moved[movement].map((id) => `${kind} ${movement} ${JSON.stringify(id)}`)),
  );
  const warnings = (impact?.warnings ?? []).flatMap(({ kind, rule, appear, go, ids }) => [
    `${rule} ${String(kind)} appear ${String(appear)} ${JSON.stringify(ids.appear)}`,
    `${rule} ${String(kind)} go ${String(go)} ${JSON.stringify(ids.go)}`,
  ]);
  const values = (impact?.values ?? []).map(({ kind, id }) => `values ${kind} ${JSON.stringify(id)}`);
  return [...lines, ...values, ...warnings.filter((line) => !line.endsWith(' 0 []'))].sort();
}

interface Warned {
  readonly kind: string | null;
  readonly rule: string;
  readonly id: string | null;
  readonly field: string | null;
}

/** The difference of two plain decisions, as the same lines. */
function differenceOf([before, after]: readonly Reference[], [was, is]: readonly (readonly Warned[])[]): string[] {
  const moved = Object.entries(widths).flatMap(([kind, [table, width]]) => {
    const rows = (from: Reference | undefined) =>
      new Map(
        (from?.tables[table] ?? []).map((row) => {
          const ids = row.slice(1, 1 + width);
          return [JSON.stringify(width === 2 ? ids : ids[0]), JSON.stringify(row)] as const;
        }),
      );
    const [old, now] = [rows(before), rows(after)];
    const changed = [...now.keys()].filter((id) => old.has(id) && old.get(id) !== now.get(id));
    return [
      ...[...now.keys()].filter((id) => !old.has(id)).map((id) => `${kind} appear ${id}`),
      ...[...old.keys()].filter((id) => !now.has(id)).map((id) => `${kind} go ${id}`),
      ...changed.flatMap((id) => [`${kind} change ${id}`, `values ${kind} ${id}`]),
    ];
  });
  const groups = new Set([...(was ?? []), ...(is ?? [])].map(({ rule, kind }) => JSON.stringify([rule, kind])));
  const warned = [...groups].flatMap((group) => {
    const [rule, kind] = JSON.parse(group) as [string, string | null];
    const those = (of: readonly Warned[] = []) => of.filter((one) => one.rule === rule && one.kind === kind);
    const line = (movement: string, more: readonly Warned[], less: readonly Warned[]): string[] => {
      const rest = less.map((one) => JSON.stringify(one));
      const left = more.filter((one) => {
        const at = rest.indexOf(JSON.stringify(one));
        if (at >= 0) rest.splice(at, 1);
        return at < 0;
      });
      const ids = [...new Set(left.flatMap(({ id }) => id ?? []))].sort();
      const shown = ids.map((id) => (kind !== null && widths[kind]?.[1] === 2 ? (JSON.parse(id) as unknown) : id));
      return left.length === 0
        ? []
        : [`${rule} ${String(kind)} ${movement} ${String(left.length)} ${JSON.stringify(shown)}`];
    };
    return [...line('appear', those(is), those(was)), ...line('go', those(was), those(is))];
  });
  return [...moved, ...warned].sort();
}

/** Warnings that the reference knows, from there; all others as a decision has them. */
const known = new Set([
  ...['contact-email-form', 'title-looks-like-two', 'half-id-taken', 'contact-no-email', 'contact-same-email'],
  ...['halves-share-email', 'teacher-email-form', 'teacher-no-email', 'teacher-same-email'],
  ...['class-type-near-miss', 'group-type-near-miss'],
]);

type Plain = readonly [decided: Reference, warned: readonly Warned[]];

class Plainly {
  readonly #known = new Map<string, Plain>();
  readonly #memory = new RuleMemory();

  constructor(
    private readonly text: string,
    private readonly extract: Extract,
  ) {}

  async of(at: number, on: string): Promise<Plain> {
    const { parentalResponsibilityOnly, singleSignOn, ...version } = all[at];
    const disabled = disabledOn(version, on);
    const options = { parentalResponsibilityOnly, singleSignOn, disabled };
    const key = JSON.stringify(options);
    const found = this.#known.get(key) ?? (await this.#decided(options, schoolOn(at, on)));
    this.#known.set(key, found);
    return found;
  }

  async #decided(options: Options & { disabled: string[] }, own: SchoolConfiguration): Promise<Plain> {
    const decided = reference(this.text, options);
    const { findings } = await decide(this.extract, own, today, this.#memory);
    const others = findings.filter(
      ({ severity, rule }) => severity !== 'excluded' && severity !== 'rejected' && !known.has(rule),
    );
    const warnings = decided.warnings.filter(({ rule }) => !options.disabled.includes(rule));
    return [
      decided,
      [
        ...warnings.map(({ kind, rule, id }) => ({ kind, rule, id, field: null })),
        ...others.map(({ kind, rule, recordId: id, field }) => ({ kind, rule, id, field })),
      ],
    ];
  }
}

/** Days on which a rule that is off in one version only, or on other days, begins and ends. */
function turnsOf(before: Version, after: Version): string[] {
  const same = (one: Off, other: Version) => other.off.some((its) => JSON.stringify(its) === JSON.stringify(one));
  const changed = [...before.off.filter((one) => !same(one, after)), ...after.off.filter((one) => !same(one, before))];
  const next = (one: string) => new Date(Date.parse(one) + 86_400_000).toISOString().slice(0, 10);
  const turns = changed.flatMap(({ rule, from, until }) => [
    ...(from === null ? [] : [`${from} ${rule} begins`]),
    ...(until === null ? [] : [`${next(until)} ${rule} ends`]),
  ]);
  // What both versions of a rule do on one day is said once.
  return [...new Set(turns)].filter((turn) => turn.slice(0, 10) > today && turn.slice(0, 10) <= lastDay).sort();
}

function inForce({ later, ...now }: ImpactOverDays, on: string): SchoolImpact | null {
  const last = later.filter((one) => one.day <= on).at(-1);
  return last === undefined ? now : last.impact;
}

test('on every day within 400, what impact says is the difference of two plain decisions, warnings included', async () => {
  const seen = new Set<string>();
  const pair = fc.nat({ max: pairs.length - 1 });
  const daysAhead = fc.array(fc.nat({ max: 400 }), { maxLength: 2 });
  await checked(
    fc.asyncProperty(extractText(), pair, daysAhead, async (text, at, ahead) => {
      const [a, b] = [2 * at, 2 * at + 1];
      const [result] = await readText(text, plan);
      assert.ok(result?.type === 'extract');
      const { extract } = result;
      const nobody = { erasuresOf: () => Promise.resolve(null), heldFor: () => Promise.resolve(null) };
      const comparison = new Comparison([configurationOf(a), configurationOf(b)], [], nobody, 400);
      await comparison.take({ read: [result, result], later: [], turns: [] });
      const { schools, failed } = comparison.result();
      assert.deepEqual(failed, []);
      const [impact] = schools;
      const plainly = new Plainly(text, extract);
      const random = ahead.map((count) => new Date(Date.parse(today) + count * 86_400_000).toISOString().slice(0, 10));
      const afterEach = days.map((one) => new Date(Date.parse(one) + 86_400_000).toISOString().slice(0, 10));
      const tried = [...days, ...afterEach, ...random].filter((one) => one >= today && one <= lastDay);
      let differs = false;
      for (const on of new Set(tried)) {
        const [was, is] = [await plainly.of(a, on), await plainly.of(b, on)];
        const expected = differenceOf([was[0], is[0]], [was[1], is[1]]);
        assert.deepEqual(saidOf(impact === undefined ? null : inForce(impact, on)), expected, on);
        differs ||= expected.length > 0;
        for (const line of expected) seen.add(line.split(' ')[0] ?? '');
      }
      assert.equal(impact !== undefined, differs);
      if (impact === undefined) return;
      const turns = impact.turns.map(({ day: on, rule, turn }) => `${on} ${rule} ${turn}`);
      assert.deepEqual(turns.sort(), turnsOf(all[a], all[b]));
      if (impact.later.length > 0) seen.add('later');
      if (impact.later.some((one) => one.impact === null)) seen.add('nothing later');
    }),
    { numRuns: cases(300, 6) },
  );
  if (!isFull) return;
  for (const what of ['students', 'contacts', 'classTeachers', 'contact-no-email', 'values', 'later', 'nothing later'])
    assert.ok(seen.has(what), `${what} is among ${[...seen].join(', ')}`);
});
