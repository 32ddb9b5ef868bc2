import { effectiveGuard, type EffectiveGuard } from './guard/effective-guard.js';
import type { Pipeline } from './pipeline.js';
import type { Option, OptionValue } from './vocabulary/option-types.js';
import { kindsOf } from './pipeline.js';
import type { Recipient } from './notify/notice-keys.js';
import type { Layered, Origin } from './read-layer.js';
import { inEffect, type Speaking } from './rules/in-effect.js';
import type { Rule } from './rules/rule.js';
import { withStores, type Stores } from './stores.js';
import type { Terms } from './terms.js';
import type { Place } from './yaml/yaml-file.js';

/** An option's value and the places it comes from: the one that gave it, then those that added to it. */
export interface EffectiveOption {
  readonly option: Option;
  readonly value: OptionValue;
  readonly origins: readonly Origin[];
}

/** A rule in a configuration, and whether it speaks on the day. */
export interface EffectiveRule {
  readonly rule: Rule;
  readonly status: Speaking;
  /** Where it was turned off. */
  readonly disabled: Place | null;
  /** The rule that it replaces. */
  readonly replaces: Rule | null;
}

/** All that holds for a school, or for schools without a file of their own, and where it comes from. */
export interface EffectiveConfiguration extends EffectiveGuard {
  /** Null for the base. */
  readonly school: string | null;
  /** The files that are laid over the base, in this order. The school's own comes last. */
  readonly files: readonly string[];
  /** The day (YYYY-MM-DD) for rules with dates. */
  readonly today: string;
  /** With what the layers store. */
  readonly pipeline: Pipeline;
  readonly options: readonly EffectiveOption[];
  /** What the layers store beside the pipeline. */
  readonly stores: Stores;
  readonly terms: Terms;
  /** Who is told how nights end: those of all schools, then those of this one. */
  readonly notify: readonly Recipient[];
  /** By kind, in the order of the pipeline; within a kind, the last layer first. */
  readonly rules: readonly EffectiveRule[];
}

const command: Place = { file: '--set', line: 1, column: 1 };

/** Puts together what holds for a school after its layers are laid. */
export function effectiveConfiguration(
  school: string | null,
  layered: Layered,
  { pipeline, given, today }: { pipeline: Pipeline; given: ReadonlyMap<string, OptionValue>; today: string },
): EffectiveConfiguration {
  const options = [...pipeline.options.values()].map((option): EffectiveOption => {
    const value = given.get(option.name);
    if (value !== undefined) return { option, value, origins: [{ place: command, value }] };
    const { options: values, origins } = layered;
    return { option, value: values.get(option.name) ?? option.default, origins: origins.get(option.name) ?? [] };
  });
  const speaking = inEffect(layered.rules, layered.disabled, today, layered.terms);
  const rules = kindsOf(pipeline).flatMap(({ name }) =>
    layered.rules
      .filter(({ kind }) => kind === name)
      .map((rule): EffectiveRule => ({
        rule,
        status: speaking.get(rule) ?? 'replaced',
        disabled: layered.disabled.get(rule.name) ?? null,
        replaces: layered.replaces.get(rule) ?? null,
      })),
  );
  return {
    school,
    files: layered.files,
    today,
    pipeline: withStores(pipeline, layered.stores),
    options,
    stores: layered.stores,
    terms: layered.terms,
    notify: [...pipeline.notify, ...layered.notify],
    rules,
    ...effectiveGuard(layered.guard, today),
  };
}
