import { kindsOf, type Field, type LinkKind, type Pipeline, type RecordKind } from '../pipeline.js';
import { holds, constantsOf, leavesOf } from '../rules/evaluate.js';
import { factsOf } from '../rules/facts.js';
import { wantedBy, type Rule } from '../rules/rule.js';
import { factTypeNamed } from '../vocabulary/fact-types.js';
import { typeOf } from '../vocabulary/source-types.js';
import type { YamlFile } from '../yaml/yaml-file.js';
import { combinations, domainOf } from './lint-conditions.js';

/**
 * Notes fields whose blank lets through what a value may keep out: a bad value, which counts as blank, does so too. It
 * looks at types that a value may miss, and at fields that decide: those that are read for nothing else, and those that
 * their own kind's rules hold against the day of the run, as they do with a day of leaving.
 */
export function lintBadValues(file: YamlFile, pipeline: Pipeline, rules: readonly Rule[]): void {
  for (const kind of kindsOf(pipeline))
    for (const field of kind.fields.filter(mayBeBad)) {
      const opening = rulesAbout(pipeline, kind, field, rules)
        .filter((about) => !field.kept || (about.of === kind && meetsToday(about)))
        .find(({ rule, of, fact }) => opens(pipeline, of, rule, fact));
      if (opening === undefined || isKeptOut(pipeline, kind, field, rules)) continue;
      const place = pipeline.places.get(`${kind.name}.${field.name}`);
      if (place === undefined) continue;
      const message = `"${field.name}" decides by its absence: rule "${opening.rule.name}" lets a blank through, and so a bad value.`;
      const hint = 'Write onBad: out, which keeps it out, or onBad: blank, if that is meant.';
      file.problemAt(place, field.name.length, 'bad-opens', message, hint);
    }
}

function mayBeBad(field: Field): boolean {
  const isTyped = typeOf(field).fact !== factTypeNamed.text;
  return field.source !== null && field.onBad === null && isTyped;
}

interface About {
  readonly rule: Rule;
  /** The kind of the rule. */
  readonly of: RecordKind | LinkKind;
  /** What the rule calls the field. */
  readonly fact: string;
}

/** The rules that keep records or links out, of the field's kind and of links that join its records. */
function rulesAbout(
  pipeline: Pipeline,
  kind: RecordKind | LinkKind,
  { name }: Field,
  rules: readonly Rule[],
): readonly About[] {
  const judging = rules.filter((rule) => wantedBy(rule) !== null);
  const own = judging.filter((rule) => rule.kind === kind.name).map((rule) => ({ rule, of: kind, fact: name }));
  const joining = pipeline.links.flatMap((link) =>
    link.ends
      .filter(({ to }) => to === kind.name)
      .flatMap((end) =>
        judging
          .filter((rule) => rule.kind === link.name)
          .map((rule) => ({ rule, of: link, fact: `${end.name}.${name}` })),
      ),
  );
  return [...own, ...joining];
}

function meetsToday({ rule, fact }: About): boolean {
  return leavesOf(rule.conditions).some((leaf) => leaf.fact === fact && constantsOf(leaf).includes('today'));
}

/** Whether a rule lets through, with all else the same, what has a blank, and keeps out what has some value. */
function opens(pipeline: Pipeline, of: RecordKind | LinkKind, rule: Rule, fact: string): boolean {
  const seen = new Map<string, { blank: boolean; value: boolean }>();
  for (const { isBlank, others, isThrough } of triesOf(pipeline, of, rule, fact)) {
    const known = seen.get(others) ?? { blank: false, value: false };
    if (isBlank && isThrough) known.blank = true;
    if (!isBlank && !isThrough) known.value = true;
    if (known.blank && known.value) return true;
    seen.set(others, known);
  }
  return false;
}

/** Whether a rule of the field's kind keeps out whatever has a blank there. */
function isKeptOut(pipeline: Pipeline, kind: RecordKind | LinkKind, { name }: Field, rules: readonly Rule[]): boolean {
  return rules
    .filter((rule) => rule.kind === kind.name && wantedBy(rule) !== null)
    .some((rule) => {
      const blanks = [...triesOf(pipeline, kind, rule, name)].filter(({ isBlank }) => isBlank);
      return blanks.length > 0 && blanks.every(({ isThrough }) => !isThrough);
    });
}

interface Try {
  readonly isBlank: boolean;
  /** What all other facts are. */
  readonly others: string;
  readonly isThrough: boolean;
}

function* triesOf(pipeline: Pipeline, of: RecordKind | LinkKind, rule: Rule, fact: string): Generator<Try> {
  const domain = domainOf([rule.conditions], factsOf(pipeline, of, rule.effect.type), pipeline.options);
  if (domain?.has(fact) !== true) return;
  const names = [...domain.keys()].filter((name) => name !== fact);
  for (const facts of combinations(domain))
    yield {
      isBlank: facts(fact) === null,
      others: JSON.stringify(names.map((name) => facts(name))),
      isThrough: holds(rule.conditions, facts) === wantedBy(rule),
    };
}
