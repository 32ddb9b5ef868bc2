import type { Node } from 'yaml';
import { constantFacts, factsOf } from './facts.js';
import type { ConfigurationFolder } from '../files/configuration-folder.js';
import type { LinkKind, Pipeline, RecordKind } from '../pipeline.js';
import { checkDays } from '../guard/check-days.js';
import { keyMap, needed, optional, usually } from '../keys/key-map.js';
import { define, named, narrowing } from '../keys/yaml-type.js';
import { dayOrYearly, oneOf, text, yesOrNo } from '../keys/types.js';
import { conditions, type SharedConditions } from './read-conditions.js';
import { event } from './read-effect.js';
import type { Rule } from './rule.js';
import { termNames } from '../term-keys.js';
import type { During, Terms } from '../terms.js';
import { effectNamed } from '../vocabulary/effects.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

/** What is needed to read rules. */
export interface RuleScope {
  readonly pipeline: Pipeline;
  readonly shared: SharedConditions;
  /** The folder that must hold everything that is read. */
  readonly folder: ConfigurationFolder;
  /** Those whose days are known. */
  readonly terms: Terms;
}

const ruleKeys = keyMap(
 {
  name: needed(
    { ...text, schema: narrowing('ruleName', text.schema) },
    'Unique in the whole pipeline. Reports, cases and school files name the rule by it.',
    'class-has-a-teacher',
  ),
  because: {
    ...optional(
      text,
      "Why a record stays out, or what is said of it, in a data manager's words. Needed for require, exclude and warn.",
      'None of its teachers comes through',
    ),
    title: 'Why',
  },
  fix: {
    ...optional(
      text,
      'What to correct at the source. A rule with fix speaks of a mistake in the data; one without is a choice of the school.',
      'Give the parent a title',
    ),
    title: 'What to correct',
  },
  for: {
    ...usually(
      oneOf({ all: 'Everything that was read.', through: 'Only what comes through.' }),
      'through',
      'For warn: what is warned about.',
    ),
    title: 'About whom',
  },
  once: {
    ...usually(yesOrNo, false, 'For warn: one finding a school, however many records it holds for.'),
    title: 'Once a school',
  },
  from: optional(
    dayOrYearly,
    'First day on which the rule holds, in the time zone of the pipeline; `09-01` is that day of each year.',
    '2027-07-31',
    '09-01',
  ),
  until: optional(dayOrYearly, 'Last day on which the rule holds, that day included.', '2027-07-31', '02-15'),
  during: optional(termNames, 'The term in which the rule holds, or a list of terms; `terms` has their days.', 'autumn'),
  notDuring: {
    ...optional(termNames, 'The term outside of which the rule holds, or a list of terms.', ['autumn', 'spring']),
    title: 'Not during',
  },
  conditions: needed(conditions),
  event: needed(event),
 },
 narrowing('rule', {}),
);

export const rule = named(
  'rule',
  'A rule',
  'One criterion about one kind of record or link: what must hold, what must not, what a field becomes, who is split in two, or what is said of it.',
  {
    schema: ruleKeys.schema,
    read:
      (file, node) =>
      (kind: RecordKind | LinkKind, scope: RuleScope): Rule => {
        const entries = ruleKeys.enter(file, node, 'a rule');
        const said = ruleKeys.readFrom(file, entries, node, 'A rule');
        const effect = said.event({ kind, pipeline: scope.pipeline });
        const { name: type, speaks, warns, wants } = effectNamed[effect?.type ?? effectNamed.warn.name];
        if (speaks && said.because === null) file.require(entries, 'because', node, `A rule that does ${type}`);
        for (const word of ['for', 'once']) {
          const entry = entries.get(word);
          if (entry !== undefined && effect !== null && !warns)
            file.problem(entry.key, 'unknown-key', `"${word}" belongs to a rule that does ${effectNamed.warn.name}.`);
        }
        checkDays(file, entries, said, 'the rule');
        const during = readDuring(file, entries, said, scope.terms);
        return {
          name: said.name,
          kind: kind.name,
          because: said.because,
          fix: said.fix,
          for: said.for,
          once: said.once,
          from: said.from,
          until: said.until,
          ...(during === null ? {} : { during }),
          conditions: said.conditions({
            facts: factsOf(scope.pipeline, kind, type),
            ranked: kind.type === 'link' && effectNamed[type].sees !== 'values' ? kind : null,
            constants: constantFacts(scope.pipeline),
            shared: scope.shared,
            trail: [],
            polarity: wants === null ? null : wants ? 'positive' : 'negative',
          }),
          effect: effect ?? { type },
          place: file.place(entries.get('name')?.node ?? node),
        };
      },
  },
  {
    name: 'contact-title',
    because: 'Title is blank',
    fix: 'Give the parent a title',
    conditions: { all: [{ fact: 'title', operator: 'notEqual', value: null }] },
    event: { type: 'require' },
  },
);

function readDuring(
  file: YamlFile,
  entries: Entries,
  said: Record<'during' | 'notDuring', ((known: Terms) => string[]) | null>,
  terms: Terms,
): During | null {
  const names = { during: said.during?.(terms) ?? null, notDuring: said.notDuring?.(terms) ?? null };
  const [first, second] = (['during', 'notDuring', 'from', 'until'] as const).filter((key) => entries.has(key));
  if (first !== undefined && second !== undefined && first !== 'from')
    file.problem(
      entries.get(second)?.key ?? null,
      'excludes',
      `A rule has "${first}" or "${second}", not both.`,
      'Write a rule for each.',
    );
  if (names.during !== null) return { terms: names.during, isInside: true };
  return names.notDuring === null ? null : { terms: names.notDuring, isInside: false };
}

export const rulesFile = define(
  'rules',
  'Rules for one kind of record or link',
  'A file of rules/, named after the kind: rules/class-teachers.yaml holds the rules for classTeachers. Each rule says one criterion.',
  { type: ['array', 'null'], items: rule.schema },
);

/** Reads a list of rules for a kind, and notes on the file what is wrong. */
export function readRules(file: YamlFile, node: Node | null, kind: RecordKind | LinkKind, scope: RuleScope): Rule[] {
  if (node === null) return [];
  return file
    .readList(node, `The rules for ${kind.name}`)
    .map((item) => rule.read(file, item, 'a rule', item)(kind, scope));
}
