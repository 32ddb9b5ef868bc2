import type { EffectiveConfiguration, EffectiveOption, EffectiveRule } from '../../pipeline/effective.js';
import type { LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { settled } from '../../pipeline/rules/settled.js';
import { effects, type EffectKind } from '../../pipeline/vocabulary/effects.js';
import { sets, wantedBy } from '../../pipeline/rules/rule.js';
import { conditionInWords, type Said } from '../../words/condition-words.js';
import { withOptionsDescribed } from './option-words.js';
import { effectInWords } from '../../words/rule-words.js';

/** A rule as a school's office reads it: what is left to ask where the options are set. */
export interface ReadRule {
  readonly effective: EffectiveRule;
  /** The words before the condition; none if the heading says them. */
  readonly lead: string;
  readonly said: Said;
}

/** The rules of a kind that do the same. */
export interface RulesOfEffect {
  readonly effect: EffectKind;
  readonly rules: readonly ReadRule[];
}

export interface KindRules {
  readonly doing: readonly RulesOfEffect[];
  /** In effect, but with the options as they are set they do nothing. */
  readonly idle: readonly RulesOfEffect[];
  /** Turned off, replaced, over, or not yet begun. */
  readonly off: readonly RulesOfEffect[];
}

/** A list of more entries is named, not written out. */
const mostEntries = 8;

export function rulesOfKind(
  pipeline: Pipeline,
  kind: RecordKind | LinkKind,
  { rules, options }: EffectiveConfiguration,
): KindRules {
  const known = new Map(options.filter(isShort).map(({ option, value }) => [option.name, value]));
  const own = rules.filter(({ rule }) => rule.kind === kind.name);
  const inOrder = effects.flatMap((effect) => own.filter(({ rule }) => rule.effect.type === effect.name));
  const found = { doing: [] as ReadRule[], idle: [] as ReadRule[], off: [] as ReadRule[] };
  for (const effective of inOrder) {
    const { rule, status } = effective;
    const left = settled(rule.conditions, known);
    const isIdle = left === (wantedBy(rule) ?? false);
    const lead = sets(rule) ? effectInWords(pipeline, kind, rule) : '';
    const said =
      typeof left !== 'boolean' || isIdle || status !== 'in effect'
        ? conditionInWords(pipeline, kind, typeof left === 'boolean' ? rule.conditions : left)
        : { words: left ? 'Always, as the options are set' : 'Never, as the options are set', parts: [], leaf: null };
    const standing = status !== 'in effect' ? 'off' : isIdle ? 'idle' : 'doing';
    found[standing].push({
      effective,
      lead,
      said: withOptionsDescribed(
        said,
        options.map(({ option }) => option),
      ),
    });
  }
  return { doing: byEffect(found.doing), idle: byEffect(found.idle), off: byEffect(found.off) };
}

function byEffect(rules: readonly ReadRule[]): RulesOfEffect[] {
  return effects
    .map((effect) => ({ effect, rules: rules.filter(({ effective }) => effective.rule.effect.type === effect.name) }))
    .filter((group) => group.rules.length > 0);
}

function isShort({ value }: EffectiveOption): boolean {
  return typeof value !== 'object' || value.length <= mostEntries;
}
