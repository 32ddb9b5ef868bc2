import { lineOfFile } from '../text/place-text.js';
import type { PipelineOptions } from '../vocabulary/constant-samples.js';
import { constantsOf, factsReadBy, holds, leavesOf } from '../rules/evaluate.js';
import type { Fact } from '../rules/fact.js';
import { factsOf } from '../rules/facts.js';
import { combinations, domainOf, lintCondition } from './lint-conditions.js';
import { lintSlips } from './lint-slips.js';
import { kindsOf, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import { ownerOfFact } from '../files/owner-of.js';
import { placeOfCondition } from '../rules/read-conditions.js';
import { isAtOnce, isOnEveryDayOf } from '../rules/rule-days.js';
import type { Terms } from '../terms.js';
import { sets, valuesSetBy, wantedBy, type Condition, type Leaf, type Rule } from '../rules/rule.js';

/**
 * Notes what loading has no reason to refuse but nobody can have meant, in rules that are in effect together.
 * @param own rules to check; all others are only what these are laid over
 */
export function lintRules(own: readonly Rule[], all: readonly Rule[], pipeline: Pipeline, terms: Terms): void {
  for (const rule of own) {
    const kind = kindsOf(pipeline).find(({ name }) => name === rule.kind);
    if (kind === undefined) continue;
    const facts = factsOf(pipeline, kind, rule.effect.type);
    const isNoted = lintCondition(rule.conditions, facts, pipeline.options);
    noteNeverSet(rule, kind, all, pipeline);
    if (!isNoted) noteConstants(rule, kind, all, pipeline);
    noteOthers(rule, all, facts, { options: pipeline.options, terms });
    lintSlips(rule);
  }
}

/** Notes conditions on a field that only rules fill, if no rule does. */
function noteNeverSet(rule: Rule, kind: RecordKind | LinkKind, all: readonly Rule[], pipeline: Pipeline): void {
  const read = leavesOf(rule.conditions).flatMap((leaf) => factsReadBy(leaf).map((fact) => ({ leaf, fact })));
  for (const { leaf, fact } of read) {
    const { owner, name: called } = ownerOfFact(fact, kind, pipeline);
    const field = owner?.fields.find(({ name }) => name === called);
    if (owner === undefined || field === undefined || field.from !== null || field.constant !== null) continue;
    const isSet = all.some((one) => one.kind === owner.name && valuesSetBy(one).has(field.name));
    if (isSet) continue;
    const place = placeOfCondition(leaf);
    place?.file.problem(place.node, 'never-set', `No rule sets "${fact}", and the extract does not give it.`);
  }
}

/** Notes conditions and orders of links by a field that is the same constant for all, unless a rule sets it. */
function noteConstants(rule: Rule, kind: RecordKind | LinkKind, all: readonly Rule[], pipeline: Pipeline): void {
  for (const leaf of leavesOf(rule.conditions))
    for (const fact of factsReadBy(leaf)) {
      const { owner, name } = ownerOfFact(fact, kind, pipeline);
      const field = owner?.fields.find((one) => one.name === name);
      if (owner === undefined || field === undefined || field.constant === null) continue;
      // A view may read it in another way.
      const inViews = owner.views.map(({ fields }) => fields.find((one) => one.name === name));
      if (inViews.some((one) => one?.constant !== field.constant)) continue;
      if (all.some((one) => one.kind === owner.name && valuesSetBy(one).has(name))) continue;
      const { constant } = field;
      const does = constantDoes(leaf, constant);
      const place = placeOfCondition(leaf);
      const written = pipeline.places.get(`${owner.name}.${name}`);
      const where = written === undefined ? '' : ` (${lineOfFile(written)})`;
      const message = `"${fact}" is ${JSON.stringify(constant)} for all${where}, so ${does}.`;
      const hint = 'Read it from the extract, set it by a rule, or leave it out here.';
      if (does !== null) place?.file.problem(place.node, 'changes-nothing', message, hint);
    }
}

/** Null if it depends on an option or the day. */
function constantDoes(leaf: Leaf, constant: unknown): string | null {
  if (leaf.rank !== undefined) return 'it puts nothing in order';
  if (constantsOf(leaf).length > 0) return null;
  return `this condition can never ${holds(leaf, () => constant) ? 'fail' : 'hold'}`;
}

/** What else a rule may depend on. */
interface Known {
  readonly options: PipelineOptions;
  readonly terms: Terms;
}

/**
 * Notes a rule that takes out only what another also takes out, or sets only what an earlier one already has set; and two
 * that together take out everything, though each alone does not.
 */
function noteOthers(rule: Rule, all: readonly Rule[], facts: readonly Fact[], known: Known): void {
  const place = placeOfCondition(rule.conditions);
  for (const other of all) {
    if (other.name === rule.name || other.kind !== rule.kind || !isComparable(other, rule, all)) continue;
    const together = tried(rule, other, facts, known.options);
    if (together === null) continue;
    const where = lineOfFile(other.place);
    if (isAllOut(together, rule) && isAtOnce(rule, other, known.terms)) {
      place?.file.problemAt(
        rule.place,
        rule.name.length,
        'nothing-through',
        `This rule and "${other.name}" (${where}) together let nothing through.`,
        'Correct the conditions of one of them, or say with one rule that nothing is wanted.',
      );
      return;
    }
    if (!isOnEveryDayOf(rule, other, known.terms) || !isCovered(together, rule, other, known.terms)) continue;
    const what = sets(rule) ? 'sets the fields first' : 'takes all of those out';
    place?.file.problemAt(
      rule.place,
      rule.name.length,
      'pointless-rule',
      `Whenever this rule applies, "${other.name}" (${where}) ${what}.`,
      null,
    );
    return;
  }
}

function isComparable(other: Rule, rule: Rule, all: readonly Rule[]): boolean {
  if (sets(rule)) {
    if (!sets(other) || all.indexOf(other) > all.indexOf(rule)) return false;
    return [...valuesSetBy(rule).keys()].every((field) => valuesSetBy(other).has(field));
  }
  return wantedBy(rule) !== null && wantedBy(other) !== null;
}

/** What two rules do in some case, whichever it is. */
interface Tried {
  readonly both: boolean;
  readonly oneAlone: boolean;
  readonly otherAlone: boolean;
  readonly neither: boolean;
}

/** @returns null if they have nothing to do with each other, or nobody knows */
function tried(one: Rule, other: Rule, facts: readonly Fact[], options: PipelineOptions): Tried | null {
  const read = (condition: Condition) => leavesOf(condition).map(({ fact }) => fact);
  const shared = new Set(read(other.conditions));
  if (!read(one.conditions).some((fact) => shared.has(fact))) return null;
  const domain = domainOf([one.conditions, other.conditions], facts, options);
  if (domain === null) return null;
  const found = { both: false, oneAlone: false, otherAlone: false, neither: false };
  for (const values of combinations(domain)) {
    const own = speaksOf(one, holds(one.conditions, values));
    const theirs = speaksOf(other, holds(other.conditions, values));
    found[own ? (theirs ? 'both' : 'oneAlone') : theirs ? 'otherAlone' : 'neither'] = true;
    if (found.oneAlone && found.neither) return null;
  }
  return found;
}

function isAllOut({ neither, oneAlone, otherAlone }: Tried, rule: Rule): boolean {
  return !neither && oneAlone && otherAlone && wantedBy(rule) !== null;
}

function isCovered({ both, oneAlone, otherAlone }: Tried, rule: Rule, other: Rule, terms: Terms): boolean {
  // If two rules say the same, only the later one is noted.
  return both && !oneAlone && (otherAlone || !isOnEveryDayOf(other, rule, terms) || isAfter(rule, other));
}

/** Whether a rule does something, given whether its conditions hold. */
function speaksOf(rule: Rule, outcome: boolean): boolean {
  return outcome !== (wantedBy(rule) ?? false);
}

function isAfter(rule: Rule, other: Rule): boolean {
  if (sets(rule)) return true;
  return rule.place.file !== other.place.file || rule.place.line > other.place.line;
}
