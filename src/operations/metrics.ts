import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { NightState } from '../browse/night-state.js';
import type { ChangeCounts } from '../load/compare/differences.js';
import { DatabaseError } from '../load/database-error.js';
import { version } from '../run/version.js';
import type { NightEnd, Observer } from './observer.js';

/**
 * The numbers of a process, in the text format of Prometheus. No label has a name or an id of a school: there are
 * thousands of them, and each value of a label is a series of its own.
 */
export interface Metrics {
  readonly registry: Registry;
  /** Numbers that are asked for when somebody reads them. */
  readonly refreshed: (() => Promise<void>)[];
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({ name: 'pullthrough_info', help: 'The version.', labelNames: ['version'], registers }).set({ version }, 1);
  return { registry, refreshed: [] };
}

/** All of them as they are now. */
export async function metricsText({ registry, refreshed }: Metrics): Promise<string> {
  await Promise.all(refreshed.map((refresh) => refresh()));
  return registry.metrics();
}

/** What Node.js says of the process: memory, processor time, waits of its event loop. For a process that stays. */
export function addProcessMetrics({ registry }: Metrics): void {
  collectDefaultMetrics({ register: registry });
}

/** Seconds that one school takes: from one that is unchanged to the largest. */
const ofSchools = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100];

/** Counts schools by what became of them, and measures how long each took. */
export function schoolObserver({ registry }: Metrics): Observer {
  const seconds = new Histogram({
    name: 'pullthrough_school_seconds',
    help: 'How long a school took, by what became of it.',
    labelNames: ['status'],
    buckets: ofSchools,
    registers: [registry],
  });
  return { school: (_, { status }, milliseconds) => seconds.observe({ status }, milliseconds / 1000) };
}

/** The result of a run that ends, for the file that a collector reads. */
export function runObserver({ registry }: Metrics): Observer {
  const registers = [registry];
  const well = new Gauge({ name: 'pullthrough_run_well', help: '1 if the run ended with 0.', registers });
  const seconds = new Gauge({ name: 'pullthrough_run_seconds', help: 'How long the run took.', registers });
  const rows = new Gauge({
    name: 'pullthrough_run_rows',
    help: 'Rows that the run wrote, by kind of change.',
    labelNames: ['change'],
    registers,
  });
  return {
    ended: (_, end) => {
      well.set(end.isWell ? 1 : 0);
      seconds.set(end.seconds);
      for (const [change, count] of Object.entries(written(end))) rows.set({ change }, count);
    },
  };
}

function written({ schools }: Pick<NightEnd, 'schools'>): ChangeCounts {
  const sum = { added: 0, changed: 0, removed: 0, returned: 0 };
  for (const { status, changes } of schools) {
    if (status !== 'loaded') continue;
    for (const counts of Object.values(changes))
      for (const change of Object.keys(sum) as (keyof ChangeCounts)[]) sum[change] += counts[change];
  }
  return sum;
}

/** So long an answer of the database counts, however often somebody asks. */
const stateFor = 15_000;

/**
 * How the schools of the database and its nights are, asked anew when somebody reads the numbers.
 * @param read throws DatabaseError; then these numbers are missing, and `pullthrough_database_up` is 0
 */
export function addNightState({ registry, refreshed }: Metrics, read: () => Promise<NightState>): void {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const schools = new Gauge({
    name: 'pullthrough_schools',
    help: "Schools, by how each one's latest run ended for it.",
    labelNames: ['status'],
    registers,
  });
  const unseen = gauge('pullthrough_schools_not_seen', 'Schools that did not arrive and have not been met since.');
  const times = {
    unseenSince: gauge(
      'pullthrough_not_seen_since_timestamp_seconds',
      'When the school that has been missing longest was last met; 0 if none is missing.',
    ),
    heldSince: gauge(
      'pullthrough_held_since_timestamp_seconds',
      'When the school that has been held longest was first held; 0 if none is held.',
    ),
    queuedSince: gauge(
      'pullthrough_queued_since_timestamp_seconds',
      'When the oldest night began of which schools wait or are being worked on; 0 if there is none.',
    ),
  };
  const queued = gauge('pullthrough_queued_schools', 'Schools that wait for a worker, or are being worked on.');
  const ofRuns = (name: string, help: string) => new Gauge({ name, help, labelNames: ['part'], registers });
  const started = ofRuns(
    'pullthrough_latest_run_started_timestamp_seconds',
    'When the latest run began, or the latest of each part of a night.',
  );
  const ended = ofRuns('pullthrough_latest_run_ended_timestamp_seconds', 'When it ended; 0 while it runs.');
  const show = ({ latest, ...state }: NightState): void => {
    for (const [status, count] of state.schools) schools.set({ status }, count);
    unseen.set(state.unseen);
    queued.set(state.queued);
    times.queuedSince.set(inSeconds(state.queuedSince));
    times.unseenSince.set(inSeconds(state.unseenSince));
    times.heldSince.set(inSeconds(state.heldSince));
    for (const one of [started, ended]) one.reset();
    for (const run of latest) {
      started.set({ part: run.part }, inSeconds(run.started));
      ended.set({ part: run.part }, inSeconds(run.ended));
    }
  };
  const up = gauge('pullthrough_database_up', '1 if the database could be asked for these numbers.');
  const ask = async (): Promise<void> => {
    try {
      show(await read());
      up.set(1);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      // A number from before would look as if all were well.
      for (const one of [schools, started, ended]) one.reset();
      for (const one of [unseen, queued, ...Object.values(times)]) one.remove();
      up.set(0);
    }
  };
  let asked: { readonly at: number; readonly answer: Promise<void> } | null = null;
  refreshed.push(() => {
    const at = performance.now();
    if (asked === null || at - asked.at > stateFor) asked = { at, answer: ask() };
    return asked.answer;
  });
}

function inSeconds(time: Date | null): number {
  return time === null ? 0 : time.getTime() / 1000;
}

/** Requests that were answered, by the pattern of their path: `/schools/:school`, never the path itself. */
export function requestCounter({ registry }: Metrics): (request: AnsweredRequest) => void {
  const labelNames = ['method', 'route', 'code'] as const;
  const seconds = new Histogram({
    name: 'pullthrough_request_seconds',
    help: 'How long an answer took, by route and status code.',
    labelNames,
    buckets: [0.01, 0.03, 0.1, 0.3, 1, 3, 10],
    registers: [registry],
  });
  return ({ method, route, code, milliseconds }) => seconds.observe({ method, route, code }, milliseconds / 1000);
}

export interface AnsweredRequest {
  readonly method: string;
  /** As the program has it; blank if it has none. */
  readonly route: string;
  readonly code: number;
  readonly milliseconds: number;
}
