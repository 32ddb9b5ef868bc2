import type { Decision } from '../decide/decision.js';
import { erasedIdsIn } from '../decide/erased-ids.js';
import { withoutSpelling } from '../decide/listed-spelling.js';
import { ofPaths } from '../pipeline/rules/rule.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { byCodeUnit } from '../pipeline/text/text.js';
import { meaningOf } from '../words/built-in-meanings.js';

/** How many records of a kind a rule keeps out, or warns about, and what to do. */
export interface ReasonCount {
  readonly kind: string;
  readonly rule: string;
  /** The path in the extract that is spoken of, if that is what its words are about. */
  readonly field?: string;
  readonly because: string | null;
  readonly fix: string | null;
  readonly among: 'mistakes' | 'choices' | 'warnings';
  readonly count: number;
  /**
   * One of them, to look at, of the first school by its id; null if none has an id, all were erased, or none of their
   * schools was loaded.
   */
  readonly example: { readonly school: string; readonly id: string } | null;
}

/** A school's findings by kind, rule, what its words are about, and whether a mistake or a choice is behind them. */
export function reasonsOf(pipeline: Pipeline, { school, findings }: Decision): ReasonCount[] {
  const isErased = erasedIdsIn(pipeline, findings);
  const counts = new Map<string, ReasonCount>();
  for (const { severity, kind, recordId, rule, field, because, fix, causeKind, among: behind } of findings) {
    const among = severity === 'excluded' ? (behind ?? 'choices') : severity === 'rejected' ? 'mistakes' : 'warnings';
    const example = recordId === null || isErased(kind, recordId) ? null : { school, id: recordId };
    // Correcting anything else in what the school leaves out brings nothing through.
    const isInVain = among === 'choices' && causeKind === null;
    const about = { kind: kind ?? '', rule, ...(field !== null && ofPaths.has(rule) ? { field } : {}) };
    add(counts, { ...about, because, fix: isInVain ? null : withoutSpelling(fix), among, count: 1, example });
  }
  return [...counts.values()];
}

/** Adds a school's reasons to those of all. */
export function addReasons(counts: Map<string, ReasonCount>, reasons: readonly ReasonCount[], isLoaded: boolean): void {
  for (const reason of reasons) add(counts, isLoaded ? reason : { ...reason, example: null });
}

function add(counts: Map<string, ReasonCount>, reason: ReasonCount): void {
  const { among, kind, rule, field, because, fix, count, example } = reason;
  const key = JSON.stringify([among, kind, rule, field]);
  const known = counts.get(key);
  if (known === undefined) {
    counts.set(key, reason);
    return;
  }
  counts.set(key, {
    kind,
    rule,
    ...(field === undefined ? {} : { field }),
    // Words about one record (an id) do not hold for all of them.
    because: known.because === because ? because : wordsOfAll(reason),
    fix: known.fix === fix ? fix : firstOf(known.fix, fix),
    among,
    count: known.count + count,
    example: isBefore(example, known.example) ? example : known.example,
  });
}

function wordsOfAll({ rule, field }: ReasonCount): string | null {
  const meaning = meaningOf(rule);
  return field === undefined || meaning === null
    ? meaning
    : `${field}: ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}`;
}

/** Sums are the same in whichever order schools are added: the parts of a night are added part by part. */
function firstOf(one: string | null, other: string | null): string | null {
  if (one === null || other === null) return one ?? other;
  return byCodeUnit(one, other) <= 0 ? one : other;
}

function isBefore(one: ReasonCount['example'], other: ReasonCount['example']): boolean {
  return one !== null && (other === null || byCodeUnit(one.school, other.school) < 0);
}
