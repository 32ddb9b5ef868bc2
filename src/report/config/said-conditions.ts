import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Rule } from '../../pipeline/rules/rule.js';
import { asFlow } from '../../pipeline/yaml/flow-yaml.js';
import { conditionInWords, type Said } from '../../words/condition-words.js';
import { effectInWords } from '../../words/rule-words.js';
import { kindNamed } from '../../words/words.js';
import { conditionAsJson } from './condition-json.js';
import type { ConfigRow } from './row.js';

/** What a rule asks, as sentences with the YAML keys beside them. */
export function conditionRows(pipeline: Pipeline, rule: Rule): ConfigRow[] {
  const said = saidOf(pipeline, rule);
  return said === null ? [] : [['', said.does, ''], ...rowsOf(said.conditions, '  ')];
}

/** The same for scripts: what the rule does, and under it the conditions in words, each with its own keys. */
export function conditionsInWordsAsJson(pipeline: Pipeline, rule: Rule): object | null {
  const said = saidOf(pipeline, rule);
  return said === null ? null : { does: said.does, ...saidAsJson(said.conditions) };
}

function saidOf(pipeline: Pipeline, rule: Rule): { readonly does: string; readonly conditions: Said } | null {
  const kind = kindNamed(pipeline, rule.kind);
  if (kind === undefined) return null;
  return { does: effectInWords(pipeline, kind, rule), conditions: conditionInWords(pipeline, kind, rule.conditions) };
}

function rowsOf({ words, parts, leaf }: Said, margin: string): ConfigRow[] {
  const keys = leaf === null ? '' : asFlow(conditionAsJson(leaf));
  return [['', `${margin}${words}`, keys], ...parts.flatMap((part) => rowsOf(part, `${margin}  `))];
}

function saidAsJson({ words, parts, leaf }: Said): object {
  return { words, ...(leaf === null ? {} : conditionAsJson(leaf)), parts: parts.map(saidAsJson) };
}
