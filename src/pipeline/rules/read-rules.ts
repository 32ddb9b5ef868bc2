import { isMap, type Node } from 'yaml';
import { didYouMean } from '../text/did-you-mean.js';
import { constantFacts, factsOf } from './facts.js';
import type { ConfigurationFolder } from '../files/configuration-folder.js';
import type { Field, LinkKind, Pipeline, RecordKind } from '../pipeline.js';
import { readCondition, type ConditionScope, type SharedConditions } from './read-conditions.js';
import { readDays } from '../guard/read-days.js';
import type { Effect, Rule, SetValue, Share } from './rule.js';
import { effectNamed, effects } from '../vocabulary/effects.js';
import { waysToShare } from '../vocabulary/ways-to-share.js';
import { readTextConstant } from '../vocabulary/read-constant.js';
import { typeOf, usualFieldType } from '../vocabulary/source-types.js';
import type { YamlFile } from '../yaml/yaml-file.js';

const ruleKeys = ['name', 'because', 'fix', 'for', 'once', 'from', 'until', 'conditions', 'event'];

/** What rules are read against. */
export interface RuleScope {
  readonly pipeline: Pipeline;
  readonly shared: SharedConditions;
  /** In which all must lie that is read. */
  readonly folder: ConfigurationFolder;
}

/** Reads a list of rules for a kind; what is wrong is noted on the file. */
export function readRules(file: YamlFile, node: Node | null, kind: RecordKind | LinkKind, scope: RuleScope): Rule[] {
  if (node === null) return [];
  return file.readList(node, `The rules for ${kind.name}`).map((item) => readRule(file, item, kind, scope));
}

function readRule(file: YamlFile, node: Node, kind: RecordKind | LinkKind, scope: RuleScope): Rule {
  const entries = file.readMap(node, 'a rule', ruleKeys);
  const need = (key: string) => file.require(entries, key, node, 'A rule');
  const nameNode = need('name');
  const effect = readEffect(file, need('event'), kind, scope.pipeline);
  const { name: type, speaks, warns, wants } = effectNamed[effect?.type ?? effectNamed.warn.name];
  if (speaks && !entries.has('because')) file.require(entries, 'because', node, `A rule that does ${type}`);
  const optional = (key: string) => {
    const entry = entries.get(key);
    return entry === undefined ? null : file.readText(entry.node, key);
  };
  const once = entries.get('once');
  const forNode = entries.get('for');
  for (const [word, entry] of [
    ['for', forNode],
    ['once', once],
  ] as const) {
    if (entry !== undefined && effect !== null && !warns)
      file.problem(entry.key, 'unknown-key', `"${word}" belongs to a rule that does ${effectNamed.warn.name}.`);
  }
  const conditions: ConditionScope = {
    facts: factsOf(scope.pipeline, kind, type),
    constants: constantFacts(scope.pipeline),
    shared: scope.shared,
    trail: [],
    polarity: wants === null ? null : wants ? 'positive' : 'negative',
  };
  return {
    name: file.readText(nameNode, 'name'),
    kind: kind.name,
    because: optional('because'),
    fix: optional('fix'),
    for: (forNode === undefined ? null : file.readOneOf(forNode.node, 'for', ['all', 'through'] as const)) ?? 'through',
    once: once !== undefined && file.readBoolean(once.node, 'once'),
    ...readDays(file, entries, 'the rule'),
    conditions: readCondition(file, need('conditions'), conditions, true),
    effect: effect ?? { type },
    place: file.place(nameNode ?? node),
  };
}

function readEffect(file: YamlFile, node: Node | null, kind: RecordKind | LinkKind, pipeline: Pipeline): Effect | null {
  if (node === null) return null;
  const entries = file.readMap(node, 'event', ['type', 'params']);
  const typeNode = file.require(entries, 'type', node, 'event');
  if (typeNode === null) return null;
  const type = file.readOneOf(
    typeNode,
    'The effect',
    effects.map(({ name }) => name),
    'unknown-effect',
  );
  const params = entries.get('params');
  if (type === effectNamed.set.name) return readSet(file, params?.node ?? file.require(entries, 'params', node, 'set'), kind);
  if (type === effectNamed.split.name) {
    if (kind.type === 'link') file.problem(typeNode, 'unknown-effect', 'Only records can be split, not links.');
    return readSplit(file, params?.node ?? file.require(entries, 'params', node, 'split'), kind, pipeline);
  }
  if (params !== undefined) file.problem(params.key, 'unknown-key', `"${String(type)}" takes no params.`);
  return type === null ? null : { type };
}

function readSet(file: YamlFile, node: Node | null, kind: RecordKind | LinkKind): Effect {
  const values = new Map<string, SetValue>();
  for (const [name, { node: body, key }] of file.readMap(node, 'params')) {
    const field = kind.fields.find((candidate) => candidate.name === name);
    if (hasField(file, key, name, kind.fields) && field !== undefined)
      values.set(name, readSetValue(file, body, field, kind.fields));
  }
  return { type: effectNamed.set.name, values };
}

function readSetValue(file: YamlFile, node: Node | null, of: Field, fields: readonly Field[]): SetValue {
  if (!isMap(node)) {
    const { fact, constants } = typeOf(of);
    const constant = fact.isWritten
      ? readTextConstant(file, node, 'A value to set', 'Write null, to leave the field blank.')
      : file.readScalar(node, 'A value to set');
    if (constant !== null && !fact.has(constant)) file.problem(node, 'wrong-type', `"${of.name}" ${constants}`);
    return { constant };
  }
  const entries = file.readMap(node, 'A value to set', ['field']);
  const inner = file.require(entries, 'field', node, 'A value to set');
  const field = file.readText(inner, 'field');
  const from = fields.find((candidate) => candidate.name === field);
  if (hasField(file, inner, field, fields) && of.type !== usualFieldType && from?.type !== of.type)
    file.problem(inner, 'wrong-type', `"${of.name}" is a ${of.type}, and "${field}" is ${from?.type ?? usualFieldType}.`);
  return { field };
}

function hasField(file: YamlFile, node: Node | null, name: string, fields: readonly Field[]): boolean {
  const names = fields.map((field) => field.name);
  if (names.includes(name)) return true;
  if (name !== '') file.problem(node, 'unknown-field', `There is no field "${name}" here.`, didYouMean(name, names));
  return false;
}

function readSplit(file: YamlFile, node: Node | null, kind: RecordKind | LinkKind, pipeline: Pipeline): Effect {
  const entries = file.readMap(node, 'params', ['by', 'share']);
  const byNode = file.require(entries, 'by', node, 'split');
  const by = file.readText(byNode, 'by');
  hasField(file, byNode, by, kind.fields);
  const share = entries.get('share');
  const shares =
    share === undefined
      ? []
      : [...file.readMap(share.node, 'share')].flatMap(([name, { node: way, key }]) =>
          readShare(file, name, key, way, kind, pipeline),
        );
  return { type: effectNamed.split.name, by, share: shares };
}

function readShare(
  file: YamlFile,
  name: string,
  key: Node,
  node: Node | null,
  kind: RecordKind | LinkKind,
  pipeline: Pipeline,
): Share[] {
  const way = file.readOneOf(node, 'The way to share', waysToShare.map(({ name: one }) => one));
  if (way === null) return [];
  const [first = '', second] = name.split('.');
  if (second === undefined) return hasField(file, key, first, kind.fields) ? [{ link: null, field: first, way }] : [];
  const links = pipeline.links.filter((link) => link.ends.some((end) => end.to === kind.name));
  const link = links.find((candidate) => candidate.name === first);
  if (link === undefined) {
    file.problem(
      key,
      'unknown-kind',
      `No links of ${kind.name} are called "${first}".`,
      didYouMean(
        first,
        links.map((candidate) => candidate.name),
      ),
    );
    return [];
  }
  return hasField(file, key, second, link.fields) ? [{ link: first, field: second, way }] : [];
}
