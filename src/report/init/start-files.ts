import { conditionAsJson } from '../config/condition-json.js';
import { asFlow } from '../../pipeline/yaml/flow-yaml.js';
import { isReference, leavesOf } from '../../pipeline/rules/evaluate.js';
import { idOf } from '../../pipeline/source/id-of.js';
import { levelsOf, outwards, stepsOf } from '../../pipeline/source/source-path.js';
import { sourceSections, type SourceSection, type SourceShape } from '../../pipeline/source/source-shape.js';
import type { Where } from '../../pipeline/source/where.js';
import type { YamlScalar } from '../../pipeline/yaml/yaml-file.js';
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
  const [{ section: within, idKey, idParts }] = kind.views;
  const [section = '', ...inner] = levelsOf(within);
  const parts = idParts ?? [{ path: idKey, text: [] }];
  const id = idOf(parts.map((part) => ('path' in part ? '1' : part.constant)));
  const around: Item[] = [{}];
  for (const path of inner) {
    const entry: Item = {};
    put(around[0], stepsOf(path), [entry]);
    around.unshift(entry);
  }
  const say = (written: string, value: number | null) => {
    const { up, path } = outwards(written);
    put(around[up], stepsOf(path), value);
  };
  for (const part of parts) if ('path' in part) say(part.path, 1);
  say(key, null);
  return [
    `- name: A ${labelOf(kind, 1)} without ${key} stays out`,
    '  extract:',
    `    ${asFlow(section)}: ${asFlow(around.slice(-1))}`,
    '  expect:',
    `    out: ${asFlow({ [kind.name]: [{ id: id === '1' ? 1 : id, rule: rule.name }] })}`,
    '',
  ].join('\n');
}

type ItemValue = Item | ItemValue[] | YamlScalar;

interface Item {
  [key: string]: ItemValue;
}

function put(item: Item | undefined, [step = '', ...rest]: readonly string[], value: ItemValue): void {
  if (item === undefined) return;
  if (rest.length === 0) {
    item[step] = value;
    return;
  }
  const inner = item[step];
  const into: Item = isItem(inner) ? inner : {};
  item[step] = into;
  put(into, rest, value);
}

function isItem(value: ItemValue | undefined): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * A file of defaults to fill in: each section has what is read of it. Ids and what names them are 1, so all belongs together;
 * what only the school's own values can be is blank.
 */
export function defaultsStart(pipeline: Pipeline, today: string): string {
  const sections = sourceSections(pipeline);
  const items = sections.map(({ name, ...section }) => {
    const written = itemsOf({ name, ...section }, sections).map((item) => `    - ${asFlow(item)}`);
    return [`  ${asFlow(name)}:`, ...written].join('\n');
  });
  return [
    '# What a case does not say. Fill in invented values with which everything comes through: a key that may always be blank can go.',
    `date: ${today} # the day of all cases`,
    'extract:',
    ...items,
    '',
  ].join('\n');
}

/** One item, or where views ask for different ones, one for each of them. */
function itemsOf(section: SourceSection, sections: readonly SourceSection[]): Item[] {
  const { views } = section;
  const asked = views.filter(({ inner, where }) => inner.length === 0 && where !== null);
  const wanted = asked.length === 0 ? [null] : asked.map(({ where }) => where);
  const items = wanted.map((where) => {
    const item = blankItem([section.shape, ...views.map(({ shape }) => shape)]);
    for (const { idPaths, inner, kind, pathOf } of views) {
      const entry = entryIn(item, inner);
      const named = namingFields(sections, kind.name).map((field) => pathOf(field) ?? []);
      for (const path of [...idPaths, ...named]) if (path.length > 0) put(entry, path, 1);
    }
    for (const [path, value] of askedFor(where)) put(item, stepsOf(path), value);
    return item;
  });
  return items.filter((item, at) => items.findIndex((other) => asFlow(other) === asFlow(item)) === at);
}

/** All that is read, with 1 where it names a record, and a blank elsewhere. */
function blankItem(shapes: readonly SourceShape[]): Item {
  const keys = new Set(shapes.flatMap((shape) => [...shape.keys.keys()]));
  return Object.fromEntries(
    [...keys].map((key) => [key, blankValue(shapes.flatMap((shape) => shape.keys.get(key) ?? []))]),
  );
}

function blankValue(shapes: readonly SourceShape[]): ItemValue {
  const inner = blankItem(shapes);
  const names = shapes.some(({ refersTo }) => refersTo !== null) ? 1 : null;
  const value = Object.keys(inner).length > 0 ? inner : names;
  if (!shapes.some(({ isList }) => isList)) return value;
  return value === null ? [] : [value];
}

function entryIn(item: Item, inner: readonly string[]): Item | undefined {
  let entry: ItemValue | undefined = item;
  for (const path of inner) {
    for (const step of stepsOf(path)) entry = isItem(entry) ? entry[step] : undefined;
    if (Array.isArray(entry)) [entry] = entry;
  }
  return isItem(entry) ? entry : undefined;
}

/** The fields of a kind by which links name its records in place of the id. */
function namingFields(sections: readonly SourceSection[], kind: string): string[] {
  const fieldsIn = (shape: SourceShape): string[] => [
    ...(shape.refersTo?.kind === kind && shape.refersTo.field !== null ? [shape.refersTo.field] : []),
    ...[...shape.keys.values()].flatMap(fieldsIn),
  ];
  return sections.flatMap(({ views }) => views.flatMap(({ shape }) => fieldsIn(shape)));
}

/** What the first list of tests asks for, where it is one value. */
function askedFor(where: Where | null): [string, ItemValue][] {
  return (where?.[0] ?? []).flatMap(({ path, test }): [string, ItemValue][] => {
    if (!('operator' in test) || isReference(test.value)) return [];
    const isOne = test.operator === operatorNamed.equal.name || test.operator === operatorNamed.in.name;
    const value: unknown = Array.isArray(test.value) ? test.value[0] : test.value;
    return isOne ? [[path, value as YamlScalar]] : [];
  });
}
