import type { EffectiveConfiguration, EffectiveOption, EffectiveRule } from '../../pipeline/effective.js';
import type { EffectiveGuardPart, EffectivePause, EffectiveRetirement } from '../../pipeline/guard/effective-guard.js';
import type { Pipeline } from '../../pipeline/pipeline.js';
import type { Effect } from '../../pipeline/rules/rule.js';
import { conditionAsJson } from './condition-json.js';
import { fieldsAsJson } from './personal-fields.js';
import { conditionsInWordsAsJson } from './said-conditions.js';
import { recipientAsJson } from './recipients.js';
import { storesOf, termsOf, type Deviation, type EffectiveStore, type EffectiveTerm, type Side } from './view.js';

/** A configuration as scripts read it. */
export function configurationAsJson(configuration: EffectiveConfiguration, pipeline: Pipeline): object {
  const { school, files, today, options, guard, pauses, pausedUntil, retirement, notify, rules } = configuration;
  const stores = storesOf(configuration);
  return {
    school,
    files,
    date: today,
    options: options.map(optionAsJson),
    guard: guard.map(guardPartAsJson),
    pauses: pauses.map(pauseAsJson),
    pausedUntil,
    retired: retirement === null ? null : retirementAsJson(retirement),
    ...(notify.length === 0 ? {} : { notify: notify.map(recipientAsJson) }),
    ...(configuration.terms.size === 0 ? {} : { terms: termsOf(configuration).map(termAsJson) }),
    ...(stores.length === 0 ? {} : { stores: stores.map(storeAsJson) }),
    rules: rules.map((one) => ruleAsJson(one, pipeline)),
    fields: fieldsAsJson(configuration),
  };
}

export function deviationsAsJson(
  { school, files, today }: EffectiveConfiguration,
  all: readonly Deviation[],
  pipeline: Pipeline,
): object {
  const sides = ({ before, after }: Deviation) => ({
    before: sideAsJson(before, pipeline),
    after: sideAsJson(after, pipeline),
  });
  return {
    school,
    files,
    date: today,
    differences: all.map((one) => ({ change: one.change, name: one.name, ...sides(one) })),
  };
}

function sideAsJson(side: Side | null, pipeline: Pipeline): object | null {
  if (side === null) return null;
  if ('option' in side) return optionAsJson(side);
  if ('part' in side) return guardPartAsJson(side);
  if ('term' in side) return termAsJson(side);
  if ('stores' in side) return storeAsJson(side);
  if ('retired' in side) return retirementAsJson(side);
  if ('address' in side) return recipientAsJson(side);
  return 'pause' in side ? pauseAsJson(side) : ruleAsJson(side, pipeline);
}

function guardPartAsJson({ part, value, entries }: EffectiveGuardPart): object {
  const said = entries.map(({ entry, status }) => {
    const { value: given, from, until, place } = entry;
    return { value: given, from, until, status, ...place };
  });
  return { part, value, entries: said };
}

function pauseAsJson({ pause: { from, until, place }, status }: EffectivePause): object {
  return { from, until, status, ...place };
}

function retirementAsJson({ retired: { day, place }, status }: EffectiveRetirement): object {
  return { day, status, ...place };
}

function termAsJson({ term, days, place }: EffectiveTerm): object {
  return { term, days, ...place };
}

function storeAsJson({ stores, words }: EffectiveStore): object {
  return { field: stores, words: words.map(({ word, stored, place }) => ({ value: word, stored, ...place })) };
}

function optionAsJson({ option: { name, type, description }, value, origins }: EffectiveOption): object {
  return { name, type, description, value, from: origins.map((one) => ({ ...one.place, value: one.value })) };
}

function ruleAsJson({ rule, status, disabled, replaces }: EffectiveRule, pipeline: Pipeline): object {
  const { kind, name, because, fix, for: of, once, from, until, during, conditions, effect, place } = rule;
  const event = eventAsJson(effect);
  const written = {
    kind,
    name,
    because,
    fix,
    for: of,
    once,
    from,
    until,
    ...(during === undefined ? {} : { [during.isInside ? 'during' : 'notDuring']: during.terms }),
    conditions: conditionAsJson(conditions),
    inWords: conditionsInWordsAsJson(pipeline, rule),
    event,
  };
  return { ...written, status, ...place, disabled, replaces: replaces === null ? null : replaces.place };
}

/** As it is written in a rule file. */
function eventAsJson(effect: Effect): object {
  const { type } = effect;
  if ('values' in effect) {
    const values = [...effect.values].map(([name, value]) => [name, 'constant' in value ? value.constant : value]);
    return { type, params: Object.fromEntries(values) as object };
  }
  if ('by' in effect) {
    const share = effect.share.map(({ link, field, way }) => [link === null ? field : `${link}.${field}`, way]);
    return { type, params: { by: effect.by, share: Object.fromEntries(share) as object } };
  }
  return { type };
}
