import type { Sums } from '../decide/decision.js';
import type { ChangeCounts } from '../load/compare/differences.js';
import type { HoldCause } from '../load/hold/hold-cause.js';
import type { HoldFacts, PassedLimit } from '../load/hold/hold-facts.js';
import { ownFile } from '../load/hold/weigh.js';
import type { StoredHold } from '../load/hold/stored-hold.js';
import { joined, noun } from '../pipeline/text/counted.js';
import { kindsOf, type Pipeline } from '../pipeline/pipeline.js';
import { phrase, plain, type Phrase } from './phrase.js';
import { capital } from '../pipeline/text/text.js';
import { countOfKind, kindNamed, label } from './words.js';

/** Why a school is held, for the people who look after its data: no command, rule or file is named. */
export interface HoldInWords {
  /** What most likely happened, and what to look at. */
  readonly cause: Phrase;
  /** What would go or change, and how much of it is too much. */
  readonly effect: string;
}

const aPersonHasToLook = 'So much would go or change that a person has to look.';

export function holdInWords(pipeline: Pipeline, { facts, counts }: Pick<StoredHold, 'facts' | 'counts'>): HoldInWords {
  const effect = facts === null ? '' : limitsInWords(pipeline, facts);
  return {
    cause: facts === null ? plain(aPersonHasToLook) : causeOf(pipeline, facts),
    effect: effect === '' ? affectedInWords(pipeline, counts) : effect,
  };
}

function causeOf(pipeline: Pipeline, { cause, rulesChanged, limits }: HoldFacts): Phrase {
  const onlyChanges = limits.length > 0 && limits.every(({ type }) => type === 'changes');
  const said =
    cause.type === 'unknown' && onlyChanges
      ? plain('Much of the extract differs from the last one: is it right?')
      : causeInWords(pipeline, cause);
  const mayBeRules =
    cause.type === 'rule' || cause.type === 'missing' || cause.type === 'unknown' || cause.type === 'first';
  return rulesChanged && mayBeRules ? [...said, ...plain(' The rules have changed since the last load.')] : said;
}

function causeInWords(pipeline: Pipeline, cause: HoldCause): Phrase {
  const many = (kinds: readonly string[]) => joined(kinds.map((kind) => label(pipeline, kind, 2)));
  switch (cause.type) {
    case 'first': {
      const [most] = cause.by;
      const nothing = 'Nothing of the extract comes through.';
      if (most?.because == null) return plain(nothing);
      return phrase`${plain(nothing)} What keeps most out: “${plain(withoutStop(most.because))}”.`;
    }
    case 'file':
      return plain('The school had rules of its own, and they are gone: were they removed by mistake?');
    case 'section':
      return plain(
        `The extract came without any ${many(recordsFirst(pipeline, cause.kinds))}: does the MIS still give them to the export?`,
      );
    case 'new-ids': {
      const of = cause.kinds.map(
        ({ kind, count, of: all }) =>
          `${count === all ? 'all' : `${String(count)} of the`} ${countOfKind(pipeline, kind, all)}`,
      );
      return plain(`${capital(joined(of))} who would go come back with new ids: has the MIS been moved or merged?`);
    }
    case 'lost': {
      const lost = cause.fields.map(({ kind, column, had }) => {
        return `${fieldIn(pipeline, kind, column)} of ${label(pipeline, kind, 2)} (${String(had)} had it)`;
      });
      return plain(`${joined(lost)} is blank everywhere: was it unticked in the MIS’s export?`);
    }
    case 'rule': {
      const rule = cause.because === null ? plain('') : phrase`: “${plain(withoutStop(cause.because))}”`;
      const is = noun(cause.count, 'is', 'are');
      return phrase`${cause.count} of those who would go ${plain(is)} in the extract, and a rule keeps them out${rule}.`;
    }
    case 'missing': {
      const [lacked, others] = [cause.kinds, cause.with];
      const count = (of: typeof lacked): number => of.reduce((sum, one) => sum + one.count, 0);
      const named = (of: typeof lacked): string => joined(of.map((one) => countOfKind(pipeline, one.kind, one.count)));
      const too = others.length === 0 ? '' : `, and ${named(others)} ${noun(count(others), 'goes', 'go')} with them`;
      return plain(
        `${named(lacked)} ${noun(count(lacked), 'is', 'are')} no longer in the extract${too}: is it complete?`,
      );
    }
    case 'groups':
      return groupsInWords(pipeline, cause);
    case 'unknown':
      return plain('The extract lacks many who were in the last one: is it complete?');
  }
}

/** Records say more than the links that go with them. */
function recordsFirst(pipeline: Pipeline, kinds: readonly string[]): readonly string[] {
  const records = kinds.filter((kind) => kindNamed(pipeline, kind)?.type === 'record');
  return records.length > 0 ? records : kinds;
}

/** `Class 4A and class 4B are missing`, `Year 5 and Year 6 are missing`. */
function groupsInWords(pipeline: Pipeline, { kind, field, values }: Extract<HoldCause, { type: 'groups' }>): Phrase {
  const called = kindNamed(pipeline, kind)?.fields.find(({ name }) => name === field)?.label ?? field;
  const [word = ''] = called.toLowerCase().split(' ');
  const saysIt = values.every((value) => value.toLowerCase().startsWith(word));
  const names = values.map((value, at): Phrase => {
    const between = at === 0 ? '' : at === values.length - 1 ? ' and ' : ', ';
    const of = saysIt ? '' : `${at === 0 ? called : called.toLowerCase()} `;
    return phrase`${plain(between + of)}${value}`;
  });
  const are = noun(values.length, 'is', 'are');
  const were = noun(values.length, 'was it', 'were they');
  return [...names.flat(), ...plain(` ${are} missing: ${were} left out when the extract was made?`)];
}

function limitsInWords(pipeline: Pipeline, { limits }: HoldFacts): string {
  const kinds = recordsFirst(
    pipeline,
    limits.map(({ kind }) => kind),
  );
  const said = limits.filter(({ kind }) => kinds.includes(kind));
  const of = (...types: readonly PassedLimit['type'][]) => said.filter(({ type }) => types.includes(type));
  return [
    ...limitInWords(pipeline, of('removals', 'emptied'), 'go'),
    ...limitInWords(pipeline, of('changes'), 'change'),
  ].join(' ');
}

function limitInWords(pipeline: Pipeline, limits: readonly PassedLimit[], verb: 'go' | 'change'): string[] {
  if (limits.length === 0) return [];
  const shares = new Set(limits.flatMap(({ share }) => share ?? []));
  const amounts = limits.map(({ kind, count, of }) =>
    of === null ? allOf(pipeline, kind, count) : `${String(count)} of ${countOfKind(pipeline, kind, of)}`,
  );
  const most = [...shares].map((share) => `${String(share)} %`).join(' or ');
  const unasked = most === '' ? [] : [`At most ${most} may ${verb} without approval.`];
  return [`${capital(joined(amounts))} would ${verb}.`, ...unasked];
}

function allOf(pipeline: Pipeline, kind: string, count: number): string {
  return count === 1 ? `the only ${label(pipeline, kind, 1)}` : `all ${countOfKind(pipeline, kind, count)}`;
}

interface Affected {
  readonly kind: string;
  readonly removed: number;
  readonly changed: number;
  readonly none?: number;
}

/** `9 parents would go, and 3 students would change.` */
export function affectedInWords(pipeline: Pipeline, counts: readonly Affected[]): string {
  const of = (what: 'removed' | 'changed', would: string): string[] => {
    const all = kindsOf(pipeline).flatMap((kind) => {
      const count = counts.find((one) => one.kind === kind.name)?.[what] ?? 0;
      return count === 0 ? [] : [{ kind, count }];
    });
    const records = all.filter(({ kind }) => kind.type === 'record');
    const said = (records.length > 0 ? records : all).map(({ kind, count }) => countOfKind(pipeline, kind.name, count));
    return said.length === 0 ? [] : [`${joined(said)} ${would}`];
  };
  const said = [...of('removed', 'would go'), ...of('changed', 'would change')];
  if (said.length > 0) return `${said.join(', and ')}.`;
  if (counts.some(({ none = 0 }) => none > 0)) return 'Nothing has been loaded yet.';
  return counts.some(({ kind }) => kind === ownFile) ? 'Until then nothing of the school is loaded.' : '';
}

/** Of a run whose hold is no longer kept: what it would have done, as far as its numbers say. */
export function heldOnceInWords(
  pipeline: Pipeline,
  changes: Readonly<Record<string, Pick<ChangeCounts, 'removed' | 'changed'>>>,
  sections: Readonly<Record<string, Sums>>,
): string {
  const affected = Object.entries(changes).map(([kind, of]) => ({ kind, removed: of.removed, changed: of.changed }));
  const said = affectedInWords(pipeline, affected);
  if (said !== '') return said;
  const none = pipeline.records.flatMap(({ name: kind }) => {
    const { read = 0, through = 0 } = sections[kind] ?? {};
    return through > 0 ? [] : [{ kind, count: read }];
  });
  const isNothing = none.length === pipeline.records.length && none.some(({ count }) => count > 0);
  return isNothing ? noneOf(pipeline, none) : aPersonHasToLook;
}

/** `None of the 10 students, 10 parents and 1 class comes through.` */
export function noneOf(pipeline: Pipeline, read: readonly { readonly kind: string; readonly count: number }[]): string {
  const [first, ...others] = read;
  if (first?.count === 1 && others.length === 0)
    return `The only ${label(pipeline, first.kind, 1)} does not come through.`;
  const counts = read.filter(({ count }) => count > 0).map(({ kind, count }) => countOfKind(pipeline, kind, count));
  return `None of the ${joined(counts)} comes through.`;
}

function fieldIn(pipeline: Pipeline, kind: string, column: string): string {
  return kindNamed(pipeline, kind)?.fields.find((field) => field.column === column)?.label ?? column;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}
