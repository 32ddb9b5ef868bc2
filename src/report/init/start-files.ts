import { conditionAsJson } from '../config/view.js';
import { asFlow } from '../../pipeline/yaml/flow-yaml.js';
import { leavesOf } from '../../pipeline/rules/evaluate.js';
import type { Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { optionTypeNamed, type Option } from '../../pipeline/vocabulary/option-types.js';
import { printable } from '../../words/words.js';
import { wantedBy, type Rule } from '../../pipeline/rules/rule.js';
import { effectNamed } from '../../pipeline/vocabulary/effects.js';
import { usualFieldType } from '../../pipeline/vocabulary/source-types.js';
import { operatorNamed } from '../../pipeline/vocabulary/operators.js';

/**
 * A school's file to start from: all of it is commented out, so it changes nothing until someone removes a `#`.
 * @param rules of the base
 */
export function schoolStart(school: string, pipeline: Pipeline, rules: readonly Rule[]): string {
  const id = printable(school);
  const parts = [
    prose(`What differs for school ${id}. Remove the # before what you want; pullthrough check says if it is right.`),
    prose(`All that applies to it, and where each part comes from: pullthrough config --school ${id}`),
    prose('A file that several schools share, relative to this one:'),
    '#extends: ../shared/several-schools.yaml',
    ...optionLines([...pipeline.options.values()]),
    ...ruleLines(pipeline, rules),
    ...guardLines,
  ];
  return `${parts.join('\n')}\n`;
}

const guardLines = [
  prose('If more of a table than this share, and more than this many rows, would be removed, they are held back:'),
  '#guard:',
  '#  removals: [{ share: 60 %, above: 5, from: 2099-09-01, until: 2099-09-30 }]',
  prose('Days on which it is not loaded, the first and the last included:'),
  '#pause: { from: 2099-08-20, until: 2099-09-06 }',
];

function prose(text: string): string {
  return `# ${text}`;
}

function optionLines(options: readonly Option[]): string[] {
  if (options.length === 0) return [];
  const lines = options.flatMap((option) => {
    return [
      `#  # ${option.description.replace(/\s+/g, ' ')} (${option.type}${optionTypeNamed[option.type].more(option)})`,
      `#  ${option.name}: ${asFlow(option.default)}`,
    ];
  });
  return ['#options:', ...lines];
}

function ruleLines(pipeline: Pipeline, rules: readonly Rule[]): string[] {
  const [kind] = pipeline.records;
  const field = kind?.fields.find((one) => one.type === usualFieldType && one.from !== null);
  const off = rules.find((rule) => wantedBy(rule) === true && rule.fix !== null) ?? rules[0];
  const other = rules.find((rule) => rule !== off && wantedBy(rule) === true);
  const lines: string[] = [];
  if (off !== undefined)
    lines.push(prose('Rules of the base that do not apply here:'), `#disable: ${asFlow([off.name])}`);
  if (field !== undefined)
    lines.push(
      prose("Rules of this school's own; until: is the last day on which one applies:"),
      '#add:',
      `#  ${kind.name}:`,
      `#    - name: not-wanted-${kind.one.toLowerCase()}`,
      '#      because: It is not wanted here',
      '#      until: 2099-07-31',
      `#      conditions: { all: [{ fact: ${field.name}, operator: ${operatorNamed.startsWith.name}, value: X }] }`,
      `#      event: { type: ${effectNamed.exclude.name} }`,
    );
  if (other !== undefined)
    lines.push(
      prose('Rules that replace those of the base with the same name:'),
      '#replace:',
      `#  ${other.kind}:`,
      `#    - name: ${asFlow(other.name)}`,
      `#      because: ${asFlow(other.because)}`,
      ...(other.fix === null ? [] : [`#      fix: ${asFlow(other.fix)}`]),
      `#      conditions: ${asFlow(conditionAsJson(other.conditions))}`,
      `#      event: { type: ${other.effect.type} }`,
    );
  return lines;
}

/** A file of cases to start from: one case for a rule that asks for a value, if there is one. */
export function testStart(pipeline: Pipeline, rules: readonly Rule[]): string {
  const head =
    '# Each case gives what matters in an extract, and says what should come of it. Run them with: pullthrough test\n';
  const asked = rules.flatMap((rule) => {
    const kind = pipeline.records.find(({ name }) => name === rule.kind);
    const [leaf, ...others] = leavesOf(rule.conditions);
    const field = kind?.fields.find(({ name, from }) => name === leaf?.fact && from !== null);
    const isAsked = leaf?.operator === operatorNamed.notEqual.name && leaf.value === null && others.length === 0;
    return wantedBy(rule) === true && kind !== undefined && field !== undefined && isAsked
      ? [{ rule, kind, key: field.from ?? '' }]
      : [];
  })[0];
  return asked === undefined ? `${head}[]\n` : head + caseOf(asked);
}

function caseOf({ rule, kind, key }: { rule: Rule; kind: RecordKind; key: string }): string {
  const [{ section, idKey }] = kind.views;
  return [
    `- name: A ${kind.one} without ${key} stays out`,
    '  extract:',
    `    ${section}: ${asFlow([{ [idKey]: 1, [key]: null }])}`,
    '  expect:',
    `    out: ${asFlow({ [kind.name]: [{ id: 1, rule: rule.name }] })}`,
    '',
  ].join('\n');
}
