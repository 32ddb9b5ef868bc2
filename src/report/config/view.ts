import type { EffectiveConfiguration, EffectiveOption, EffectiveRule } from '../../pipeline/effective.js';
import type { Recipient } from '../../pipeline/notify/notice-keys.js';
import type { EffectiveGuardPart, EffectivePause, EffectiveRetirement } from '../../pipeline/guard/effective-guard.js';
import { isSameGuard, type GuardEntries } from '../../pipeline/guard/guard-entries.js';
import { kindsOf, type Pipeline } from '../../pipeline/pipeline.js';
import type { StoredWord } from '../../pipeline/stores.js';
import type { Term } from '../../pipeline/terms.js';
import type { Place } from '../../pipeline/yaml/yaml-file.js';
import { addressShown } from './recipients.js';

/** What applies to a school, or to all without a file of their own, beside the base. */
export interface ShownConfiguration {
  readonly pipeline: Pipeline;
  readonly effective: EffectiveConfiguration;
  readonly base: EffectiveConfiguration;
}

/** A term, with the days that count for the school. */
export interface EffectiveTerm extends Term {
  readonly term: string;
}

/** What is stored for values of a field. */
export interface EffectiveStore {
  /** `kind.field` */
  readonly stores: string;
  readonly label: string;
  readonly words: readonly (StoredWord & { readonly word: string })[];
}

export type Side =
  | EffectiveStore
  | EffectiveTerm
  | EffectiveOption
  | EffectiveRule
  | EffectiveGuardPart
  | EffectivePause
  | EffectiveRetirement
  | Recipient;

/** What differs between a school and the base. */
export interface Deviation {
  readonly change:
    'option' | 'guard' | 'pause' | 'retired' | 'notify' | 'store' | 'term' | 'added' | 'replaced' | 'disabled';
  readonly name: string;
  readonly before: Side | null;
  readonly after: Side | null;
}

/** What differs from the base: options, the guard, pauses, recipients of notices, terms, what is stored, then rules in their order. */
export function deviations(base: EffectiveConfiguration, own: EffectiveConfiguration): Deviation[] {
  const found: Deviation[] = [];
  for (const after of own.options) {
    const { name } = after.option;
    const before = base.options.find(({ option }) => option.name === name) ?? null;
    if (JSON.stringify(before?.value) !== JSON.stringify(after.value))
      found.push({ change: 'option', name, before, after });
  }
  for (const after of own.guard) {
    const before = base.guard.find(({ part }) => part === after.part) ?? null;
    if (!isSameGuard(saidOf(before), saidOf(after))) found.push({ change: 'guard', name: after.part, before, after });
  }
  for (const after of own.pauses) {
    if (!base.pauses.some(({ pause }) => isSamePlace(pause.place, after.pause.place)))
      found.push({ change: 'pause', name: `${after.pause.from} to ${after.pause.until}`, before: null, after });
  }
  const { retirement } = own;
  if (retirement !== null && retirement.retired.day !== base.retirement?.retired.day)
    found.push({ change: 'retired', name: retirement.retired.day, before: base.retirement, after: retirement });
  for (const after of own.notify)
    if (!base.notify.some(({ place }) => isSamePlace(place, after.place)))
      found.push({ change: 'notify', name: addressShown(after), before: null, after });
  for (const after of termsOf(own)) {
    const before = termsOf(base).find(({ term }) => term === after.term) ?? null;
    if (before === null || !isSamePlace(before.place, after.place))
      found.push({ change: 'term', name: after.term, before, after });
  }
  for (const field of own.stores.keys()) {
    const [before, after] = [base, own].map(
      (one) => storesOf(one, own.stores.get(field)).find(({ stores }) => stores === field) ?? null,
    );
    found.push({ change: 'store', name: field, before, after });
  }
  const shared = new Map(base.rules.map((one) => [one.rule.name, one]));
  for (const after of own.rules) {
    const { name } = after.rule;
    const before = shared.get(name) ?? null;
    if (before !== null && isSamePlace(before.rule.place, after.rule.place)) {
      if (before.status !== after.status && after.status === 'disabled')
        found.push({ change: 'disabled', name, before, after });
      continue;
    }
    found.push({ change: before === null ? 'added' : 'replaced', name, before, after });
    if (after.status === 'disabled') found.push({ change: 'disabled', name, before, after });
  }
  return found;
}

function saidOf(part: EffectiveGuardPart | null): GuardEntries {
  return { guard: part?.entries.map(({ entry }) => entry) ?? [], pauses: [], retired: null };
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.file === b.file && a.line === b.line && a.column === b.column;
}

/**
 * What each field stores for values that were read.
 * @param asked the values that are meant; all, if it is not there
 */
export function storesOf({ pipeline }: EffectiveConfiguration, asked?: ReadonlyMap<string, unknown>): EffectiveStore[] {
  return kindsOf(pipeline).flatMap(({ name: kind, label, fields }) =>
    fields.flatMap((field): EffectiveStore[] => {
      const stores = `${kind}.${field.name}`;
      const words = [...(field.store ?? [])].flatMap(([word, stored]) => {
        const place = pipeline.places.get(`${stores}:store.${word}`) ?? pipeline.places.get(stores);
        return place === undefined || asked?.has(word) === false ? [] : [{ word, stored, place }];
      });
      return words.length === 0 ? [] : [{ stores, label: `${label}: ${field.label}`, words }];
    }),
  );
}

/** The terms of a configuration, by name. */
export function termsOf({ terms }: EffectiveConfiguration): EffectiveTerm[] {
  return [...terms].map(([term, said]) => ({ term, ...said }));
}
