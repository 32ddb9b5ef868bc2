import { foldCase, normalise } from '../../pipeline/text/text.js';
import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';

/** What a person answered to a hold. */
export interface Answer {
  /** `approved`: what is held is right. `kept`: it is not, and stays held. */
  readonly what: 'approved' | 'kept';
  /** The fingerprint of what was held when they looked. */
  readonly fingerprint: string;
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  /** Null if it was somebody without an account, or at the command line without a name. */
  readonly by: string | null;
  readonly why: string | null;
  /** Why it no longer counts; null while it does. */
  readonly ended: EndOfAnswer | null;
}

/** A run has met the school since, the person took it back, or somebody answered otherwise. */
export type EndOfAnswer = 'run' | 'taken back' | 'answered otherwise';

/** What ends an answer, and the answers that it ends. */
interface Ending {
  readonly ended: EndOfAnswer;
  readonly at: string;
  /** Without it, of either sort. */
  readonly what?: Answer['what'];
  /** Without it, those of all people. */
  readonly by?: string | null;
}

interface AnswerRow {
  readonly school_id: string;
  readonly number: number;
  readonly what: Answer['what'];
  readonly fingerprint: string;
  readonly at: string;
  readonly who: string | null;
  readonly why: string | null;
  readonly ended: EndOfAnswer | null;
  readonly ended_at: string | null;
}

type Queried = Pick<Store, 'knex'>;

/** By school, the answers to its hold, oldest first; a school without any is left out. */
export async function readAnswers(
  { knex }: Queried,
  schools: readonly string[],
): Promise<ReadonlyMap<string, readonly Answer[]>> {
  const rows = await guarded('Reading table hold_answers', () =>
    knex<AnswerRow>('hold_answers').whereIn('school_id', schools).orderBy(['school_id', 'number']).select(),
  );
  const answers = new Map<string, Answer[]>();
  for (const { school_id: school, what, fingerprint, at, who: by, why, ended } of rows)
    answers.set(school, [...(answers.get(school) ?? []), { what, fingerprint, at, by, why, ended }]);
  return answers;
}

export async function writeAnswer({ knex }: Queried, school: string, answer: Omit<Answer, 'ended'>): Promise<void> {
  const { what, fingerprint, at, by, why } = answer;
  await guarded('Writing to table hold_answers', async () => {
    const last: unknown = await knex('hold_answers').where({ school_id: school }).max({ number: 'number' }).first();
    const number = Number((last as { number: number | string | null } | undefined)?.number ?? 0) + 1;
    await knex<AnswerRow>('hold_answers').insert({ school_id: school, number, what, fingerprint, at, who: by, why });
  });
}

/** They stay for who reads the page, and count no more. */
export async function endAnswers({ knex }: Queried, school: string, { ended, at, what, by }: Ending): Promise<void> {
  await guarded('Writing to table hold_answers', () => {
    const query = knex<AnswerRow>('hold_answers').where({ school_id: school }).whereNull('ended');
    if (what !== undefined) void query.where({ what });
    if (by !== undefined) void query.where({ who: by });
    return query.update({ ended, ended_at: at });
  });
}

/** The approvals that count, of one part. */
export function standing(answers: readonly Answer[], fingerprint: string): readonly Answer[] {
  return answers.filter((one) => one.what === 'approved' && one.ended === null && one.fingerprint === fingerprint);
}

/**
 * Whether approvals let through what they are of.
 * @param needed by how many people: the same one counts once, and if it is more than one, nobody counts without a name
 */
export function areEnough(by: readonly (string | null)[], needed: number): boolean {
  if (needed === 1) return by.length > 0;
  return new Set(by.flatMap((name) => (name === null ? [] : [person(name)]))).size >= needed;
}

export function isSamePerson(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : person(one) === person(other);
}

/** In capitals or with a space after it, it is the same name. */
function person(name: string): string {
  return foldCase(normalise(name));
}
