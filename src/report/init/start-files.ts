import { conditionAsJson } from '../config/condition-json.js';
import { asFlow } from '../../pipeline/yaml/flow-yaml.js';
import { leavesOf } from '../../pipeline/rules/evaluate.js';
import { idOf } from '../../pipeline/source/id-of.js';
import { stepsOf } from '../../pipeline/source/source-path.js';
import type { Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { labelOf } from '../../pipeline/text/label-of.js';
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
    const field = kind?.fields.find(({ name, source }) => name === leaf?.fact && typeof source === 'string');
    const isAsked = leaf?.operator === operatorNamed.notEqual.name && leaf.value === null && others.length === 0;
    return wantedBy(rule) === true && kind !== undefined && field !== undefined && isAsked
      ? [{ rule, kind, key: field.from ?? '' }]
      : [];
  })[0];
  return asked === undefined ? `${head}[]\n` : head + caseOf(asked);
}

function caseOf({ rule, kind, key }: { rule: Rule; kind: RecordKind; key: string }): string {
  const [{ section, idKey, idParts }] = kind.views;
  const parts = idParts ?? [{ path: idKey, text: [] }];
  const id = idOf(parts.map((part) => ('path' in part ? '1' : part.constant)));
  const item: Item = {};
  for (const part of parts) if ('path' in part) put(item, stepsOf(part.path), 1);
  put(item, stepsOf(key), null);
  return [
    `- name: A ${labelOf(kind, 1)} without ${key} stays out`,
    '  extract:',
    `    ${section}: ${asFlow([item])}`,
    '  expect:',
    `    out: ${asFlow({ [kind.name]: [{ id: id === '1' ? 1 : id, rule: rule.name }] })}`,
    '',
  ].join('\n');
}

interface Item {
  [key: string]: Item | number | null;
}

function put(item: Item, [step = '', ...rest]: readonly string[], value: number | null): void {
  if (rest.length === 0) {
    item[step] = value;
    return;
  }
  const inner = item[step];
  const into: Item = typeof inner === 'object' && inner !== null ? inner : {};
  item[step] = into;
  put(into, rest, value);
}
