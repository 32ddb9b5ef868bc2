import type { Account, AskedRule } from '../../explain/account/account.js';
import type { GivenValue } from '../../explain/account/given-value.js';
import type { Seen } from '../../explain/explanation.js';
import type { LinkKind, Pipeline, RecordKind } from '../../pipeline/pipeline.js';
import { fileAndLine } from '../../pipeline/text/place-text.js';
import type { TextStep } from '../../pipeline/text/text-functions.js';
import type { Rule } from '../../pipeline/rules/rule.js';
import { sectionAt } from '../../words/words.js';
import { sectionAsJson } from './json.js';
import { onlyDecides } from './only-decides.js';
import { pathsOf } from './paths-of.js';

type Kind = RecordKind | LinkKind;

/** What `explain --json` says under `rules` and `values`; values only if they are asked for. */
export function accountAsJson(
  { rules, values }: Account,
  pipeline: Pipeline,
  kind: Kind,
  withValues: boolean,
): { readonly rules: readonly object[]; readonly values: readonly object[] } {
  return {
    rules: rules.map((one) => ruleAsJson(one, pipeline, kind, withValues)),
    values: values.map((one) => valueAsJson(one, pipeline, kind, withValues)),
  };
}

function ruleAsJson(one: AskedRule, pipeline: Pipeline, kind: Kind, withValues: boolean): object {
  const { rule, deed, holds, fields, position, section, seen } = one;
  const { name, effect, because, fix, place } = rule;
  const of = { rule: name, effect: effect.type, because, fix, ...fileAndLine(place), holds, deed, fields };
  const saw = seen.map((leaf) => seenAsJson(leaf, withValues && !onlyDecides(pipeline, kind, leaf.fact)));
  return { ...of, ...(position === null ? {} : { position, ...sectionAsJson(section) }), saw };
}

function seenAsJson({ saw, holds, ...leaf }: Seen, withValue: boolean): object {
  return { ...leaf, ...(withValue ? { saw } : {}), holds };
}

function valueAsJson(one: GivenValue, pipeline: Pipeline, kind: Kind, withValues: boolean): object {
  const { field, stored, seen, by, position, blanksBefore, rule, set, shared, link } = one;
  const isRead = by === 'source' || by === 'nothing';
  const place = rule?.place ?? (by === 'constant' ? pipeline.places.get(`${kind.name}.${field.name}`) : null) ?? null;
  return {
    field: field.name,
    ...(withValues ? { value: stored } : {}),
    by,
    paths: isRead ? pathsOf(field) : [],
    section: position === null ? null : sectionAt(pipeline, kind.name, one.section),
    position,
    blanksBefore,
    text: (set === null ? (isRead ? field.text : []) : 'text' in set ? set.text : []).map(stepAsJson),
    rule: rule?.name ?? null,
    ...fileAndLine(place),
    copied: set !== null && 'field' in set ? set.field : null,
    split: shared === null ? null : splitAsJson(shared.rule, shared.half),
    link: link === null ? null : { kind: link.kind, id: link.id, field: link.field.name },
    isStoredAs: stored !== seen,
  };
}

function splitAsJson({ name, place }: Rule, half: 1 | 2): object {
  return { rule: name, ...fileAndLine(place), half };
}

/** As it is written in YAML. */
function stepAsJson(step: TextStep): unknown {
  return typeof step === 'object' && 'replace' in step ? { replace: Object.fromEntries(step.replace) } : step;
}
