import { commandLine } from '../writers/command-line.js';
import type { SchoolReport } from '../../run/run-result.js';

/** The command that releases what is held of a school; null if there is nothing to release. */
export function releaseCommand({ school, releasable }: SchoolReport, same: string): string | null {
  return releasable === true && school !== null ? commandLine('release', [school], same) : null;
}

/** Why a school failed or is held, and the way out for anyone who reads that in a terminal or a log. */
export function reasonWithWayOut(report: SchoolReport, same: string): string {
  const command = releaseCommand(report, same);
  const reason = report.reason ?? '';
  return command === null ? reason : `${reason} If it is right: ${command}`;
}
