import type { PassedOverFiles } from '../extract/bytes/files-of.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { EndedRun } from '../report/run/ended-run.js';
import type { runFormats } from '../report/run/formats.js';
import { json } from '../report/run/json.js';
import { purgedInWords } from '../report/run/purge.js';
import type { RunReport } from '../report/run/run-report.js';
import { beyondSchools, summary } from '../report/run/text.js';
import type { RunResult } from '../run/run-result.js';
import { writeReports, type Report } from './reports.js';
import type { Screen } from './screen.js';
import type { CommandWorld } from './streams.js';

/** What is said of a run beside what it did. */
export interface ToldRun extends Pick<EndedRun, 'places'> {
  readonly pipeline: Pipeline;
  readonly passedOver: readonly PassedOverFiles[];
  readonly seconds: number;
  readonly more?: Partial<RunReport>;
}

/** Where it is said. */
export interface TellingRun {
  /** Whether standard output is for the result as JSON. */
  readonly json: boolean;
  readonly screen: Screen;
  readonly reports: readonly Report<(typeof runFormats)[number]>[];
  readonly world: CommandWorld;
}

/**
 * Says how a run ended, or a night of many workers: on the screen, as JSON, and in the reports that were asked for.
 * @returns whether all of these could be written
 */
export function tellRun(
  { schools, reasons, unseen, cannotKnow, purge, isInterrupted }: Omit<RunResult, 'isWell'>,
  { pipeline, places, passedOver, seconds, more }: ToldRun,
  to: TellingRun,
): Promise<boolean> {
  const { screen } = to;
  const say = (line: string) => screen.say(line);
  const purged = purge?.status === 'done' ? purgedInWords(pipeline, purge.purged) : null;
  if (purged !== null) say(`  ${purged}`);
  const report: RunReport = {
    ...{ schools, unseen, cannotKnow, purge, seconds },
    ...(passedOver.length > 0 ? { passedOver } : {}),
    ...(isInterrupted ? ({ interrupted: true } as const) : {}),
    ...more,
  };
  const ended: EndedRun = { pipeline, report, reasons, places };
  if (!to.json) say(summary(ended, screen.paint));
  else for (const line of beyondSchools(report, places.same)) say(line);
  return writeRun(ended, to);
}

/** The same where nothing is left to be said on the screen. */
export function writeRun(
  ended: EndedRun,
  { json: isJson, reports, world }: Omit<TellingRun, 'screen'>,
): Promise<boolean> {
  if (isJson) world.stdout.write(json.write(ended));
  return writeReports(reports, ({ write }) => write(ended), world);
}
