import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Explainer } from '../../src/explain/explain.js';
import type { Explanation, Id, Reason } from '../../src/explain/explanation.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import { extractText } from '../reference/arbitrary-extract.js';
import { corrected } from '../reference/corrected.js';
import { failingWithHeldIn } from '../reference/failing.js';
import { solve } from '../reference/fixpoint.js';
import { reference, schoolOf, type Options } from '../reference/reference.js';
import { ENDS, linkComesThrough, type LinkKind, type RecordKind, type School } from '../reference/rules.js';
import { checked } from '../support/checked.js';
import { readText, shippedConfiguration, today } from '../support/decide-text.js';
import { cases, isFull } from '../support/numbers.js';

const explained = cases(250, 3);
const corrections = cases(500, 8);

const settings: readonly Options[] = [
  { parentalResponsibilityOnly: false, singleSignOn: false },
  { parentalResponsibilityOnly: true, singleSignOn: false },
];

for (const options of settings) {
  const set = Object.entries(options).map(([name, value]) => `${name}=${String(value)}`);
  const configuration = shippedConfiguration(set);
  const plan = planReading(configuration.pipeline);
  const memory = new RuleMemory();

  const explainerOf = async (text: string): Promise<Explainer> => {
    const [result] = await readText(text, plan);
    if (result?.type !== 'extract') throw new Error('not a whole document');
    const { extract } = result;
    return Explainer.of(extract, configuration.forSchool(extract.school), today, memory);
  };

  const explain = async (explainer: Explainer, kind: string, id: Id): Promise<Explanation> => {
    const node = explainer.find(kind, id);
    if (node === null) throw new Error(`${kind} ${JSON.stringify(id)} is not found`);
    return explainer.explain(node);
  };

  // With both settings that makes twice as many.
  test(`of ${String(explained)} random extracts everything that stays out is explained as the naive solver says, with ${set.join(', ')}`, async () => {
    const seen = { out: 0, nested: 0, links: 0 };
    await checked(
      fc.asyncProperty(extractText(), async (text) => {
        const { failing } = reference(text, options);
        const { school } = schoolOf(text, options);
        const explainer = await explainerOf(text);
        for (const { kind, id, rules } of failing) {
          const isLink = kind in ENDS;
          const ids = isLink ? (JSON.parse(id) as [string, string]) : id;
          // Two links have these ids where the extract names a half that only the split makes.
          if (isLink && school[kind as LinkKind].filter(({ ends }) => JSON.stringify(ends) === id).length > 1) continue;
          const explanation = await explain(explainer, kind, ids);
          assert.equal(explanation.through, false);
          assert.deepEqual(explanation.why.map(({ rule }) => rule).sort(), [...rules].sort(), `${kind} ${id}`);
          seen.out++;
          if (isLink) seen.links++;
          else if (assertNoCircleAndTrueLeaves(explanation.why, [], school, options)) seen.nested++;
        }
      }),
      { numRuns: explained },
    );
    assert.ok(
      seen.out > 2 * explained && seen.nested > explained / 5 && seen.links > explained / 2,
      JSON.stringify(seen),
    );
  });

  test(`of ${String(corrections)} random extracts each set of corrections brings its record through, and no part of it can be left out, with ${set.join(', ')}`, async () => {
    const seen = { sets: 0, ofSeveral: 0, none: 0 };
    await checked(
      fc.asyncProperty(extractText(), fc.nat(), async (text, pick) => {
        const out = reference(text, options).failing.filter(({ kind }) => !(kind in ENDS));
        if (out.length === 0) return;
        const { kind, id } = out[pick % out.length] as { kind: RecordKind; id: string };
        const { school } = schoolOf(text, options);
        const { fixes, searchedAll } = await explain(await explainerOf(text), kind, id);
        assert.ok(searchedAll && fixes.length <= 5);
        if (fixes.length === 0) seen.none++;
        const comesThrough = (corrections: (typeof fixes)[number]): boolean =>
          solve(corrected(school, corrections), options).state[kind].has(id);
        for (const fix of fixes) {
          seen.sets++;
          if (fix.length > 1) seen.ofSeveral++;
          assert.ok(comesThrough(fix), `${kind} ${id}: ${JSON.stringify(fix)}`);
          for (const left of fix) {
            const rest = fix.filter((one) => one !== left);
            assert.ok(!comesThrough(rest), `${kind} ${id}: ${JSON.stringify(left)} is needless`);
          }
        }
      }),
      { numRuns: corrections },
    );
    const { sets, ofSeveral, none } = seen;
    // Chance leaves a few cases without some of these.
    assert.ok(
      sets > (isFull ? corrections : 0) && (!isFull || (ofSeveral > corrections / 10 && none > corrections / 50)),
      JSON.stringify(seen),
    );
  });

  /** Each level names what the naive solver says with all above held in; whether there is more than one level. */
  function assertNoCircleAndTrueLeaves(
    reasons: readonly Reason[],
    way: readonly { kind: RecordKind; id: string }[],
    school: School,
    { parentalResponsibilityOnly }: Options,
  ): boolean {
    let isNested = false;
    const byRecord = new Map<string, Reason[]>();
    for (const reason of reasons) {
      const key = JSON.stringify(reason.of);
      byRecord.set(key, [...(byRecord.get(key) ?? []), reason]);
    }
    for (const group of byRecord.values()) {
      const { kind, id } = group[0].of;
      if (typeof id !== 'string') {
        const names = group.map(({ rule, why }) => (why.length > 0 ? 'nested' : rule));
        assert.ok(
          names.every((name) => ['dangling', 'parental-responsibility'].includes(name)),
          names.join(),
        );
        assert.ok(parentalResponsibilityOnly || !names.includes('parental-responsibility'));
        continue;
      }
      const record = { kind: kind as RecordKind, id };
      assert.ok(!way.some((above) => above.kind === kind && above.id === id), 'a circle');
      const expected = failingWithHeldIn(record.kind, id, school, options, way);
      assert.deepEqual(group.map(({ rule }) => rule).sort(), expected.sort());
      for (const reason of group) {
        if (reason.why.length > 0) {
          isNested = true;
          assertNoCircleAndTrueLeaves(reason.why, [...way, record], school, options);
        } else if (/-(in-a|has-a)-/.test(reason.rule)) {
          assertHasNoLinkTo(reason, school, [...way, record]);
        }
      }
    }
    return isNested;
  }

  /** A rule that counts and has no reason below it must be one for whom the extract has no link at all. */
  function assertHasNoLinkTo(reason: Reason, school: School, held: readonly { kind: RecordKind; id: string }[]): void {
    const { kind, id } = reason.of;
    const { state } = solve(school, options, held);
    const isSecondHalf = school[kind as RecordKind].some((item) => item.id === id && item.isSecondHalf === true);
    for (const [links, ends] of Object.entries(ENDS) as [LinkKind, [RecordKind, RecordKind]][]) {
      const end = ends.indexOf(kind as RecordKind);
      if (end < 0 || !isCountedBy(reason.rule, ends[end === 0 ? 1 : 0], links)) continue;
      const out = school[links].filter(
        (link) =>
          link.ends[end] === id &&
          (!isSecondHalf || link.isOfSecondHalf === true) &&
          !linkComesThrough(links, link, state, options),
      );
      assert.deepEqual(out, [], `${kind} ${String(id)} has links that would explain ${reason.rule}`);
    }
  }
}

function isCountedBy(rule: string, to: RecordKind, links: LinkKind): boolean {
  if (rule === 'student-in-a-class') return links === 'classStudents';
  return rule.endsWith(`-${to === 'classes' ? 'class' : to.slice(0, -1)}`);
}
