import { joined } from '../pipeline/text/counted.js';
import { noneThrough, valuesAt, type Finding } from '../decide/decision.js';
import type { Explainer } from '../explain/explain.js';
import { recordIdOf, type Of } from '../explain/explanation.js';
import type { Node } from '../decide/given.js';
import { indexesTo, LinkSet } from '../decide/world.js';
import type { Value } from '../table/value.js';
import type { Case, CaseId, Expectation } from '../pipeline/cases/case.js';
import type { LinkKind, RecordKind } from '../pipeline/pipeline.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';
import type { Problem } from '../pipeline/problem.js';
import { builtInRules } from '../pipeline/rules/rule.js';
import { nearIds } from '../report/explain/near-ids.js';
import { label, nameOf } from '../words/words.js';

/** An expectation that is not met. */
export interface Miss {
  readonly place: Place;
  readonly expected: string;
  readonly happened: string;
  /** The record or link in question. */
  readonly node: Node | null;
  /** Rules that were expected to speak of it and did not. */
  readonly silent: readonly string[];
  /** Set if the fault is in the case itself. */
  readonly problem: Problem | null;
}

/** More ids than this are only counted. */
const mostIds = 5;

/** Compares a decision with what a case expects of it. */
export async function compare({ expectations, only, onlyPlace, file }: Case, explainer: Explainer): Promise<Miss[]> {
  const comparison = new Comparison(explainer);
  const misses: Miss[] = [];
  for (const expectation of expectations) {
    const miss = await comparison.missOf(expectation);
    if (miss === null) continue;
    if (miss !== 'unknown') {
      misses.push({ place: expectation.place, node: null, silent: [], problem: null, ...miss });
      continue;
    }
    const { message, hint } = comparison.unknown(expectation);
    const problem = file.problemOf(expectation.place, expectation.length, 'unknown-record', message, hint);
    misses.push({ place: expectation.place, expected: '', happened: '', node: null, silent: [], problem });
  }
  for (const kind of only) {
    const more = comparison.throughBeside(kind, expectations);
    if (more.length === 0) continue;
    const expected = `only the ${kind.name} that the case lists come through`;
    misses.push({
      place: onlyPlace,
      expected,
      happened: `so does ${comparison.list(kind, more)}`,
      node: null,
      silent: [],
      problem: null,
    });
  }
  return misses;
}

type Difference = { expected: string; happened: string; node?: Node; silent?: readonly string[] } | 'unknown' | null;

class Comparison {
  constructor(private readonly explainer: Explainer) {}

  get #pipeline() {
    return this.explainer.solved.configuration.pipeline;
  }

  async missOf(expectation: Expectation): Promise<Difference> {
    switch (expectation.says) {
      case 'none':
        return this.#none(expectation.kind, expectation.of);
      case 'rejected':
        return this.#rejected(expectation.kind, expectation.position);
      default: {
        const { kind, id } = expectation;
        const node = this.explainer.find(kind.name, id);
        if (node === null) return 'unknown';
        if (expectation.says === 'through') return this.#through(expectation, node);
        if (expectation.says === 'out') return this.#out(expectation, node);
        if (expectation.says === 'warned') return this.#warned(expectation, node);
        if (expectation.says === 'not warned') return this.#notWarned(expectation, node);
        return this.#warnedExactly(expectation, node);
      }
    }
  }

  async #through({ kind, id, fields }: Extract<Expectation, { says: 'through' }>, node: Node): Promise<Difference> {
    const name = nameOf(this.#pipeline, { kind: kind.name, id });
    if (!this.explainer.comesThrough(node)) {
      const happened = `it stays out by ${joined(await this.#rulesAgainst(node))}`;
      return { expected: `${name} comes through`, happened, node };
    }
    const values = this.#valuesOf(kind, id);
    const wrong = fields.flatMap((field) => {
      const value = values.get(field.name) ?? null;
      const text = value === null ? null : String(value);
      return text === field.value ? [] : [{ name: field.name, expected: field.value, happened: text }];
    });
    if (wrong.length === 0) return null;
    return {
      expected: `${name} has ${joined(wrong.map((one) => `${one.name} ${inWords(one.expected)}`))}`,
      happened: `it has ${joined(wrong.map((one) => `${one.name} ${inWords(one.happened)}`))}`,
      node,
    };
  }

  async #out({ kind, id, rules, exactly }: Extract<Expectation, { says: 'out' }>, node: Node): Promise<Difference> {
    const by = rules.length === 0 ? '' : ` by ${exactly ? 'exactly ' : ''}${joined(rules)}`;
    const expected = `${nameOf(this.#pipeline, { kind: kind.name, id })} stays out${by}`;
    if (this.explainer.comesThrough(node)) return { expected, happened: 'it comes through', node, silent: rules };
    if (rules.length === 0) return null;
    const against = await this.#rulesAgainst(node);
    const isMet = rules.every((rule) => against.includes(rule)) && (!exactly || against.length === new Set(rules).size);
    if (isMet) return null;
    const silent = rules.filter((rule) => !against.includes(rule));
    return { expected, happened: `it stays out by ${joined(against)}`, node, silent };
  }

  #warned({ kind, id, rule, field }: Extract<Expectation, { says: 'warned' }>, node: Node): Difference {
    const all = this.#warningsAbout(kind, id);
    if (all.some((finding) => finding.rule === rule && (field === null || finding.field === field))) return null;
    const expected = `${nameOf(this.#pipeline, { kind: kind.name, id })} is warned about by ${ofField(rule, field)}`;
    return { expected, happened: warnedInWords(all), node, silent: [rule] };
  }

  #warnedExactly({ kind, id, rules }: Extract<Expectation, { says: 'warned exactly' }>, node: Node): Difference {
    const all = this.#warningsAbout(kind, id);
    const warning = new Set(all.map(({ rule }) => rule));
    const silent = rules.filter((rule) => !warning.has(rule));
    if (silent.length === 0 && warning.size === new Set(rules).size) return null;
    const name = nameOf(this.#pipeline, { kind: kind.name, id });
    const expected = `${name} is warned about by exactly ${joined(rules)}`;
    return { expected, happened: warnedInWords(all), node, silent };
  }

  #notWarned({ kind, id, rules, field }: Extract<Expectation, { says: 'not warned' }>, node: Node): Difference {
    const found = this.#warningsAbout(kind, id).filter(
      (finding) => (rules.length === 0 || rules.includes(finding.rule)) && (field === null || finding.field === field),
    );
    if (found.length === 0) return null;
    const by = rules.length === 0 ? '' : ` by ${rules.join(' or ')}`;
    const of = field === null ? '' : ` of ${field}`;
    const expected = `${nameOf(this.#pipeline, { kind: kind.name, id })} is not warned about${by}${of}`;
    return { expected, happened: warnedInWords(found), node };
  }

  #none(kind: RecordKind | LinkKind, of: 'through' | 'out' | 'warn'): Difference {
    const one = label(this.#pipeline, kind.name, 1);
    if (of === 'warn') {
      const found = this.#warnings(kind);
      const rules = [...new Set(found.map(({ rule }) => rule))];
      return found.length === 0
        ? null
        : { expected: `no ${one} is warned about`, happened: `there is ${joined(rules)}` };
    }
    const through = new Set(this.#idsThrough(kind).map(keyOf));
    const found = of === 'through' ? this.#idsThrough(kind) : this.#ids(kind).filter((id) => !through.has(keyOf(id)));
    if (found.length === 0) return null;
    const does = of === 'through' ? 'comes through' : 'stays out';
    return {
      expected: `no ${one} ${does}`,
      happened: `${this.list(kind, found)} ${found.length === 1 ? does : does.replace('s ', ' ')}`,
    };
  }

  #rejected(kind: RecordKind | LinkKind, position: number): Difference {
    const isMet = this.explainer.decision.findings.some(
      (finding) => finding.rule === builtInRules.noId && finding.kind === kind.name && finding.position === position,
    );
    const one = label(this.#pipeline, kind.name, 1);
    return isMet
      ? null
      : { expected: `the ${one} at position ${String(position)} has no usable id`, happened: 'there is none' };
  }

  throughBeside(kind: RecordKind | LinkKind, expectations: readonly Expectation[]): CaseId[] {
    const listed = new Set(
      expectations.flatMap((one) => (one.says === 'through' && one.kind === kind ? [keyOf(one.id)] : [])),
    );
    return this.#idsThrough(kind).filter((id) => !listed.has(keyOf(id)));
  }

  list(kind: RecordKind | LinkKind, ids: readonly CaseId[]): string {
    const named = ids.slice(0, mostIds).map((id) => nameOf(this.#pipeline, { kind: kind.name, id }));
    return joined(ids.length > mostIds ? [...named, `${String(ids.length - mostIds)} more`] : named);
  }

  unknown(expectation: Expectation): { message: string; hint: string | null } {
    const { kind } = expectation;
    const id = 'id' in expectation ? expectation.id : '';
    const message = `The extract of this case has no ${nameOf(this.#pipeline, { kind: kind.name, id })}.`;
    const ids = this.#ids(kind);
    const near = typeof id === 'string' ? nearIds(id, this.explainer.ids(kind.name)) : [];
    const hint =
      near[0] !== undefined
        ? `Did you mean ${near[0]}?`
        : ids.length === 0
          ? 'There are none.'
          : `There is ${this.list(kind, ids)}.`;
    return { message, hint };
  }

  /** The rules that `explain` gives. */
  async #rulesAgainst(node: Node): Promise<string[]> {
    return [...new Set((await this.explainer.reasonsAgainst(node)).map(({ rule }) => rule))];
  }

  #ids({ name }: RecordKind | LinkKind): readonly CaseId[] {
    const set = this.explainer.solved.world.setOf(name);
    return set instanceof LinkSet ? Array.from(indexesTo(set.size), (at) => set.idsAt(at)) : set.ids;
  }

  #idsThrough({ name }: RecordKind | LinkKind): readonly CaseId[] {
    const through = this.explainer.decision.through.get(name) ?? noneThrough;
    return Array.from({ length: through.length }, (_, at) => {
      const [first, second] = through.idsAt(at);
      return second === undefined ? first : [first, second];
    });
  }

  #valuesOf(kind: RecordKind | LinkKind, id: CaseId): Map<string, Value> {
    const at = this.#idsThrough(kind).findIndex((one) => keyOf(one) === keyOf(id));
    const through = this.explainer.decision.through.get(kind.name);
    const row = through === undefined || at < 0 ? [] : valuesAt(through, at);
    const kept = kind.fields.filter((field) => field.kept);
    return new Map(kept.map((field, index) => [field.name, row[index] ?? null]));
  }

  #warningsAbout(kind: RecordKind | LinkKind, id: CaseId): Finding[] {
    return this.#warnings(kind).filter((finding) => speaksOf(finding, { kind: kind.name, id }));
  }

  /** Without `none-through`: in many small cases it is the point that nothing of a kind comes through. */
  #warnings({ name }: RecordKind | LinkKind): Finding[] {
    return this.explainer.decision.findings.filter(
      ({ severity, kind, rule }) =>
        kind === name && severity !== 'excluded' && severity !== 'rejected' && rule !== builtInRules.noneThrough,
    );
  }
}

function keyOf(id: CaseId): string {
  return JSON.stringify(id);
}

function speaksOf({ severity, recordId, causeId }: Finding, of: Of): boolean {
  const id = recordIdOf(of);
  return recordId === id || (severity === 'duplicate' && causeId === id);
}

function warnedInWords(all: readonly Finding[]): string {
  if (all.length === 0) return 'it is not warned about';
  return `it is warned about by ${joined(all.map(({ rule, field }) => ofField(rule, field)))}`;
}

function ofField(rule: string, field: string | null): string {
  return field === null ? rule : `${rule} of ${field}`;
}

function inWords(value: string | null): string {
  return value === null ? 'blank' : JSON.stringify(value);
}
