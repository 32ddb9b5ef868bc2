import { createHash } from 'node:crypto';
import type { NightOutcome, SchoolOutcome } from '../load/runs/night-outcome.js';
import type { NoticeKey } from '../load/runs/notices.js';
import type { Configuration } from '../pipeline/configuration.js';
import { nightIn } from '../pipeline/guard/day.js';
import type { NoticeAddress, Recipient } from '../pipeline/notify/notice-keys.js';
import { ConfigurationError } from '../pipeline/problem.js';
import type { Place } from '../pipeline/yaml/yaml-file.js';

/** What a webhook gets as JSON, and mail as text; the keys are promised to scripts (docs/json.md). */
export interface NoticeBody {
  /** The same if the notice is sent again, so that who gets it twice can tell. */
  readonly id: string;
  /** The day on which the night ended, YYYY-MM-DD. */
  readonly night: string;
  readonly run: string;
  /** The pipeline's name. */
  readonly pipeline: string;
  /** Of the schools that the recipient may see: how many ended in each way, and how many were not seen. */
  readonly counts: Readonly<Record<string, number>>;
  /** Those that are held, then those that failed. */
  readonly schools: readonly SchoolOutcome[];
  readonly unseen: NightOutcome['unseen'];
  /** How many more there are beyond those listed. */
  readonly more: number;
}

/** One notice, for one address. */
export interface Notice {
  readonly address: NoticeAddress;
  readonly key: NoticeKey;
  /** Where it is asked for first. */
  readonly place: Place;
  readonly body: NoticeBody;
}

/** Longer lists are cut: the pages have all. */
const mostListed = 1000;

/** By what the nights of an address are told apart. */
export function nightKeyOf(
  { pipeline }: Configuration,
  { run, feed, startedAt }: NightOutcome,
): Pick<NoticeKey, 'feed' | 'night'> {
  const night = nightIn(pipeline.timezone, new Date(startedAt));
  return { feed: feed ?? run, night };
}

/** An address, and of which schools it may hear. */
interface Audience {
  readonly recipients: Recipient[];
  /** Null for all. */
  schools: Set<string> | null;
}

/**
 * The notices of a night: one for each address, with the schools that it may hear of. Without something to look at there
 * is none, unless it is asked for.
 */
export function noticesOf(configuration: Configuration, outcome: NightOutcome): Notice[] {
  const { pipeline } = configuration;
  const { feed, night } = nightKeyOf(configuration, outcome);
  return [...audiencesOf(configuration, outcome)].flatMap(([address, { recipients, schools }]) => {
    const [first] = recipients;
    const key = { address, feed, night };
    const sees = (school: string | null) => schools === null || (school !== null && schools.has(school));
    const about = { ...outcome, schools: ofThese(outcome.schools, sees), unseen: ofThese(outcome.unseen, sees) };
    const body = bodyOf(about, { id: digest(JSON.stringify(key)).slice(0, 32), night, pipeline: pipeline.name });
    const hasSomething = body.schools.length + body.unseen.length > 0;
    if (!hasSomething && !recipients.some(({ always }) => always)) return [];
    return [{ address: first.address, key, place: first.place, body }];
  });
}

function ofThese<T extends { readonly school: string | null }>(
  all: readonly T[],
  sees: (school: string | null) => boolean,
): T[] {
  return all.filter(({ school }) => sees(school));
}

/** By the hash of each address. What several files say of one address is one notice. */
function audiencesOf(configuration: Configuration, { schools, unseen }: NightOutcome): Map<string, Audience> {
  const audiences = new Map<string, Audience>();
  const add = (recipient: Recipient, school: string | null): void => {
    const key = digest(addressText(recipient.address));
    const audience = audiences.get(key) ?? { recipients: [], schools: new Set<string>() };
    audiences.set(key, audience);
    audience.recipients.push(recipient);
    if (school === null) audience.schools = null;
    else audience.schools?.add(school);
  };
  for (const recipient of configuration.pipeline.notify) add(recipient, null);
  const met = [...schools, ...unseen].flatMap(({ school }) => school ?? []);
  for (const school of new Set(met))
    for (const recipient of recipientsOf(configuration, school)) add(recipient, school);
  return audiences;
}

/** Of a school whose file is wrong, only those hear who hear of all: nobody else is known. */
function recipientsOf(configuration: Configuration, school: string): readonly Recipient[] {
  try {
    return configuration.forSchool(school).notify;
  } catch (error) {
    if (error instanceof ConfigurationError) return [];
    throw error;
  }
}

function addressText(address: NoticeAddress): string {
  return address.type === 'mail'
    ? `mail ${address.to.toLowerCase()}`
    : `webhook ${address.url} ${JSON.stringify(address.secret)}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function bodyOf({ run, schools, unseen }: NightOutcome, of: Pick<NoticeBody, 'id' | 'night' | 'pipeline'>): NoticeBody {
  const counts: Record<string, number> = { loaded: 0, unchanged: 0, held: 0, failed: 0, unseen: unseen.length };
  for (const { status } of schools) counts[status] = (counts[status] ?? 0) + 1;
  const listed = ['held', 'failed'].flatMap((status) => schools.filter((school) => school.status === status));
  const shown = listed.slice(0, mostListed);
  const shownUnseen = unseen.slice(0, mostListed - shown.length);
  const more = listed.length + unseen.length - shown.length - shownUnseen.length;
  return { ...of, run, counts, schools: shown, unseen: shownUnseen, more };
}
