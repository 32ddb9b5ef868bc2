import { Explainer } from '../explain/explain.js';
import type { Explanation, Seen } from '../explain/explanation.js';
import type { Asked } from '../decide/remembered-rule.js';
import { RuleMemory } from '../decide/rule-book.js';
import type { Case } from '../pipeline/cases/case.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { placeOfFile } from '../pipeline/text/place-text.js';
import { isOfBadValues } from '../pipeline/rules/bad-value-rules.js';
import { wantedBy, type Rule } from '../pipeline/rules/rule.js';
import { compare, type Miss } from './compare.js';
import { holdsWith } from './conditions.js';
import { Coverage } from './coverage.js';
import { mutantsOf, type Mutant } from './mutants.js';
import { readyCases, type ReadyCase } from './ready-case.js';

/** An expectation that is not met, and the reason for what happened. */
export interface Failure extends Miss {
  readonly explanation: Explanation | null;
  /** What the conditions of the silent rules saw. */
  readonly saw: readonly { readonly rule: string; readonly seen: readonly Seen[] }[];
}

export interface CaseResult {
  readonly case: Case;
  /** `known`: not met, as the case itself says. `met`: met, though the case says that it is not. */
  readonly status: 'passed' | 'failed' | 'known' | 'met';
  readonly failures: readonly Failure[];
}

export interface CasesRun {
  readonly pipeline: Pipeline;
  readonly results: readonly CaseResult[];
  readonly coverage: Coverage;
  /** Null if nobody asked. */
  readonly mutants: { readonly made: number; readonly unnoticed: readonly Mutant[] } | null;
}

/** A case that passed, and everything that its decision and its comparison asked the rules. */
interface PassedCase {
  readonly ready: ReadyCase;
  readonly asked: ReadonlyMap<Rule, readonly Asked[]>;
}

/**
 * Decides each case, and compares the result with what is expected.
 * @param rules the rules that cases could decide
 * @param mutate unless null, every small change to the rules is tried; called with how many of how many are done
 */
export async function runCases(
  pipeline: Pipeline,
  cases: readonly Case[],
  rules: readonly Rule[],
  mutate: ((done: number, of: number) => void) | null,
): Promise<CasesRun> {
  const coverage = new Coverage(rules);
  const results: CaseResult[] = [];
  const passed: PassedCase[] = [];
  const answered = new RuleMemory();
  for (const ready of await readyCases(pipeline, cases)) {
    // Each case has its own memory, which shows what this case asked; the engine answers once for all cases.
    const memory = new RuleMemory(answered);
    const result = await runCase(ready, memory, coverage);
    results.push(result);
    if (result.status === 'passed') passed.push({ ready, asked: askedIn(ready.of, memory) });
  }
  settleKnown(results);
  const mutants = mutate === null ? null : await tryMutants(mutantsOf(rules), passed, mutate);
  return { pipeline, results, coverage, mutants };
}

/** A case for several schools is met only if it is for all of them: until then, what is known stays true. */
function settleKnown(results: CaseResult[]): void {
  const at = ({ case: { place } }: CaseResult) => placeOfFile(place);
  const known = new Set(results.filter(({ status }) => status === 'known').map(at));
  results.forEach((result, index) => {
    if (result.status === 'met' && known.has(at(result))) results[index] = { ...result, status: 'passed' };
  });
}

async function runCase({ of, extract }: ReadyCase, memory: RuleMemory, coverage: Coverage): Promise<CaseResult> {
  if (typeof extract === 'string') {
    const expected = 'an extract that can be read';
    const failure = { place: of.place, expected, happened: extract, node: null, silent: [], problem: null };
    return { case: of, status: 'failed', failures: [{ ...failure, explanation: null, saw: [] }] };
  }
  const explainer = await Explainer.of(extract, of.configuration, of.date, memory);
  coverage.add(
    of.configuration.rules.filter((rule) => !isOfBadValues(rule)),
    memory,
  );
  const misses = await compare(of, explainer);
  if (misses.length === 0) return { case: of, status: of.known === null ? 'passed' : 'met', failures: [] };
  const failures: Failure[] = [];
  for (const miss of misses) failures.push({ ...miss, ...(await whyNot(miss, explainer)) });
  // `known` does not cover a fault in the case itself.
  const isKnown = of.known !== null && misses.every(({ problem }) => problem === null);
  return { case: of, status: isKnown ? 'known' : 'failed', failures };
}

function askedIn({ configuration }: Case, memory: RuleMemory): ReadonlyMap<Rule, readonly Asked[]> {
  return new Map(configuration.rules.map((rule) => [rule, memory.remembered(rule).asked]));
}

/** The extract is the author's own, so the values that conditions saw are shown. */
async function whyNot({ node, silent }: Miss, explainer: Explainer): Promise<Pick<Failure, 'explanation' | 'saw'>> {
  if (node === null) return { explanation: null, saw: [] };
  const saw = silent.map((rule) => ({ rule, seen: explainer.seenBy(rule, node) ?? [] }));
  return { explanation: await explainer.explain(node, true), saw };
}

async function tryMutants(
  mutants: readonly Mutant[],
  passed: readonly PassedCase[],
  progress: (done: number, of: number) => void,
): Promise<NonNullable<CasesRun['mutants']>> {
  const memory = new RuleMemory();
  const unnoticed: Mutant[] = [];
  for (const [index, mutant] of mutants.entries()) {
    if (!(await isNoticed(mutant, passed, memory))) unnoticed.push(mutant);
    progress(index + 1, mutants.length);
  }
  return { made: mutants.length, unnoticed };
}

async function isNoticed({ instead }: Mutant, passed: readonly PassedCase[], memory: RuleMemory): Promise<boolean> {
  for (const { ready, asked } of passed) {
    const { of, extract } = ready;
    if (typeof extract === 'string' || !mayMatter(instead, asked)) continue;
    const rules = of.configuration.rules.flatMap((rule) => {
      const other = instead.get(rule);
      return other === undefined ? [rule] : (other ?? []);
    });
    const explainer = await Explainer.of(extract, { ...of.configuration, rules }, of.date, memory);
    if ((await compare(of, explainer)).length > 0) return true;
  }
  return false;
}

/** If the changed rules would have given the same answers to all that was asked, nothing else can differ. */
function mayMatter(instead: Mutant['instead'], asked: PassedCase['asked']): boolean {
  return [...instead].some(([rule, other]) =>
    (asked.get(rule) ?? []).some(({ leaves, holds }) => answer(rule, other, leaves) !== holds),
  );
}

function answer(rule: Rule, other: Rule | null, leaves: readonly boolean[]): boolean {
  // A rule that is turned off acts like one that is always met.
  if (other === null) return wantedBy(rule) === true;
  return holdsWith(other.conditions, leaves);
}
