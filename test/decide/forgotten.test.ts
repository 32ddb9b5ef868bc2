import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decide } from '../../src/decide/decide.js';
import { valuesAt, type Decision, type Finding } from '../../src/decide/decision.js';
import { Explainer } from '../../src/explain/explain.js';
import type { Id, Reason } from '../../src/explain/explanation.js';
import type { Erasures } from '../../src/decide/erasures.js';
import { RuleMemory } from '../../src/decide/rule-book.js';
import { solveSchool } from '../../src/decide/solved.js';
import type { Extract } from '../../src/extract/extract.js';
import { planReading } from '../../src/extract/plan/reading-plan.js';
import type { SchoolConfiguration } from '../../src/pipeline/configuration.js';
import type { Rule } from '../../src/pipeline/rules/rule.js';
import { extractText } from '../reference/arbitrary-extract.js';
import { checked } from '../support/checked.js';
import { readText, shippedConfiguration, today } from '../support/decide-text.js';
import { cases, isFull } from '../support/numbers.js';

const configuration = shippedConfiguration();
const { pipeline } = configuration;
const plan = planReading(pipeline);
const memory = new RuleMemory();

async function extractOf(text: string): Promise<Extract> {
  const [result] = await readText(text, plan);
  if (result?.type !== 'extract') throw new Error('not a whole document');
  return result.extract;
}

/** Some ids of each kind, and of second halves that a split makes. */
function chosen(extract: Extract, every: number): ReadonlyMap<string, readonly string[]> {
  return new Map(
    pipeline.records.map(({ name: kind }) => {
      const ids = Array.from(extract.tables.of(kind), ({ ids: [id] }) => id);
      const halves = kind === 'contacts' ? ids.map((id) => `${id}#2`) : [];
      return [kind, [...ids, ...halves].filter((_, index) => index % every === 0)];
    }),
  );
}

type IsErased = (kind: string, id: string) => boolean;

/** Of erasures of which it is known how each record was split: as it is now, but for halves that are none any more. */
function knownAs(isErased: IsErased): Erasures {
  return ({ kind, id, halves }) => {
    const [first, second] = [id, `${id}#2`].map((one) => isErased(kind, one));
    if (!first && !second) return null;
    if (halves === null && second) return { why: ['erased-half', 'erased-half'], haveMoved: false };
    return { why: [first ? 'forgotten' : null, second ? 'forgotten' : null], haveMoved: false };
  };
}

/** And with a half that was erased the whole, where that is not split. */
async function withWholes(
  ids: ReadonlyMap<string, readonly string[]>,
  text: string,
  school: SchoolConfiguration,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { world } = await solveSchool(await extractOf(text), school, today, new RuleMemory());
  const { ids: all, otherHalf } = world.recordsOf('contacts');
  const erased = ids.get('contacts') ?? [];
  const isWhole = (id: string): boolean => !otherHalf.has(all.indexOf(id));
  const wholes = erased.flatMap((id) => (id.endsWith('#2') && isWhole(id.slice(0, -2)) ? [id.slice(0, -2)] : []));
  return new Map([...ids, ['contacts', [...new Set([...erased, ...wholes])]]]);
}

/** The school with rules of its own that keep the same records out, and of which no choice of the school is asked. */
function withRules(base: SchoolConfiguration, ids: ReadonlyMap<string, readonly string[]>): SchoolConfiguration {
  const rules = [...ids].map(([kind, value]): Rule => ({
    name: 'forgotten',
    kind,
    because: 'asked for',
    fix: 'take them out',
    for: 'through',
    once: false,
    from: null,
    until: null,
    conditions: { all: [{ fact: 'id', operator: 'in', value }] },
    effect: { type: 'exclude' },
    place: { file: 'a test', line: 1, column: 1 },
  }));
  const others = base.rules.map((rule): Rule => {
    const value = ids.get(rule.kind);
    if (value === undefined || rule.fix !== null || rule.effect.type !== 'require') return rule;
    return { ...rule, conditions: { any: [rule.conditions, { fact: 'id', operator: 'in', value }] } };
  });
  return { ...base, rules: [...others, ...rules] };
}

function rowsThrough({ through }: Decision): unknown[] {
  return [...through].map(([kind, of]) => [
    kind,
    Array.from({ length: of.length }, (_, at) => [of.idsAt(at), valuesAt(of, at)]),
  ]);
}

/**
 * What is said of everyone else; a rule says more of those who are meant, and where a choice of the school keeps them out as
 * well it is no mistake, as an erasure always is.
 */
function aboutOthers({ findings }: Decision, isForgotten: IsErased): Omit<Finding, 'among'>[] {
  return findings
    .filter(({ kind, recordId }) => kind === null || recordId === null || !isForgotten(kind, recordId))
    .map((finding) => ({ ...finding, among: null }));
}

test('of 300 random extracts those who were erased are out as by a rule of round one, and so is what hangs on them', async () => {
  let followed = 0;
  await checked(
    fc.asyncProperty(extractText(), fc.integer({ min: 1, max: 6 }), async (text, every) => {
      const extract = await extractOf(text);
      const ids = chosen(extract, every);
      const school = configuration.forSchool(extract.school);
      const erased: IsErased = (kind, id) => ids.get(kind)?.includes(id) === true;
      const decision = await decide(extract, school, today, memory, knownAs(erased));
      const out = await withWholes(ids, text, school);
      const isForgotten: IsErased = (kind, id) => out.get(kind)?.includes(id) === true;
      const ruled = await decide(await extractOf(text), withRules(school, out), today, new RuleMemory());
      assert.deepEqual([rowsThrough(decision), decision.sums], [rowsThrough(ruled), ruled.sums]);
      assert.deepEqual(aboutOthers(decision, isForgotten), aboutOthers(ruled, isForgotten));
      const own = decision.findings.filter(({ rule }) => ['forgotten', 'erased-half'].includes(rule));
      assert.ok(
        own.every(({ severity, kind, recordId }) => severity === 'warning' && isForgotten(kind ?? '', recordId ?? '')),
      );
      const byRule = ruled.findings.filter(({ rule }) => rule === 'forgotten');
      assert.deepEqual(
        own.map(({ kind, recordId, position }) => [kind, recordId, position]),
        byRule.map(({ kind, recordId, position }) => [kind, recordId, position]),
      );
      followed += decision.findings.filter(
        (finding) => finding.causeKind !== null && isForgotten(finding.causeKind, finding.causeId ?? ''),
      ).length;
    }),
    { numRuns: cases(300, 8) },
  );
  assert.ok(followed > (isFull ? 300 : 20), String(followed));
});

test('of 60 random extracts everything that stays out has its reasons, and no correction brings back who was erased', async () => {
  let leaves = 0;
  await checked(
    fc.asyncProperty(extractText(), fc.integer({ min: 2, max: 6 }), async (text, every) => {
      const extract = await extractOf(text);
      const ids = chosen(extract, every);
      const isForgotten: IsErased = (kind, id) => ids.get(kind)?.includes(id) === true;
      const explainer = await Explainer.of(
        extract,
        configuration.forSchool(extract.school),
        today,
        memory,
        knownAs(isForgotten),
      );
      for (const { kind, recordId, severity, rule } of explainer.decision.findings) {
        if (
          kind === null ||
          recordId === null ||
          (severity !== 'excluded' && !['forgotten', 'erased-half'].includes(rule))
        )
          continue;
        const isLink = pipeline.links.some(({ name }) => name === kind);
        const id: Id = isLink ? (JSON.parse(recordId) as [string, string]) : recordId;
        const node = explainer.find(kind, id);
        if (node === null || explainer.comesThrough(node)) continue;
        const { why, fixes } = await explainer.explain(node);
        assert.ok(why.length > 0, `${kind} ${recordId}`);
        if (['forgotten', 'erased-half'].includes(rule)) {
          assert.deepEqual([why.map((reason) => reason.rule), fixes], [[rule], []]);
        }
        assert.ok(fixes.flat().every((fix) => fix.rule !== 'forgotten'));
        leaves += all(why).filter((reason) => reason.rule === 'forgotten').length;
      }
    }),
    { numRuns: cases(60, 2) },
  );
  assert.ok(leaves > (isFull ? 60 : 5), String(leaves));
});

function all(why: readonly Reason[]): Reason[] {
  return why.flatMap((reason) => [reason, ...all(reason.why)]);
}
