import type { Node } from 'yaml';
import { constantFacts, factsOf } from './facts.js';
import type { ConfigurationFolder } from '../files/configuration-folder.js';
import type { LinkKind, Pipeline, RecordKind } from '../pipeline.js';
import { checkDays } from '../guard/check-days.js';
import { keyMap, needed, optional, usually } from '../keys/key-map.js';
import { define, named } from '../keys/yaml-type.js';
import { day, oneOf, text, yesOrNo } from '../keys/types.js';
import { conditions, type SharedConditions } from './read-conditions.js';
import { event } from './read-effect.js';
import type { Rule } from './rule.js';
import { effectNamed } from '../vocabulary/effects.js';
import type { YamlFile } from '../yaml/yaml-file.js';

/** What is needed to read rules. */
export interface RuleScope {
  readonly pipeline: Pipeline;
  readonly shared: SharedConditions;
  /** The folder that must hold everything that is read. */
  readonly folder: ConfigurationFolder;
}

const ruleKeys = keyMap({
  name: needed(
    text,
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
      'Give the contact a title',
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
  from: optional(day, 'First day on which the rule holds, in the time zone of the pipeline.', '2027-07-31'),
  until: optional(day, 'Last day on which the rule holds, that day included.', '2027-07-31'),
  conditions: needed(conditions),
  event: needed(event),
});

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
        return {
          name: said.name,
          kind: kind.name,
          because: said.because,
          fix: said.fix,
          for: said.for,
          once: said.once,
          from: said.from,
          until: said.until,
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
    fix: 'Give the contact a title',
    conditions: { all: [{ fact: 'title', operator: 'notEqual', value: null }] },
    event: { type: 'require' },
  },
);

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
