import type { SchoolReport, SchoolStatus } from '../run/run-result.js';
import type { Observer } from './observer.js';

/** What a line of the log may say: ids, names of fields and rules, counts, and words of the program. */
export type LogFields = Readonly<Record<string, unknown>>;

export type LogLevel = 'info' | 'warn' | 'error';

/** Lines of JSON for programs that read logs; docs/operating.md lists what they have. */
export interface Log {
  /** @param event says which kind of line it is */
  readonly write: (level: LogLevel, event: string, fields: LogFields) => void;
}

const levels: Readonly<Record<SchoolStatus, LogLevel>> = {
  loaded: 'info',
  planned: 'info',
  unchanged: 'info',
  held: 'warn',
  failed: 'error',
};

/** A line for each school, and for the beginning and the end of a night. */
export function logObserver({ write }: Log): Observer {
  return {
    began: ({ run }) => write('info', `${what(run)}-began`, { run }),
    school: ({ run }, report, milliseconds) =>
      write(levels[report.status], 'school', {
        run,
        ...schoolFields(report),
        seconds: Math.round(milliseconds) / 1000,
      }),
    ended: ({ run }, { schools, unseen, purge, isInterrupted, isWell, seconds }) => {
      for (const { school, lastMet } of unseen) write('warn', 'not-seen', { run, school, lastMet });
      if (purge?.status === 'held') write('warn', 'purge-held', { run, ...purge.gap });
      const counts: Record<string, number> = {};
      for (const { status } of schools) counts[status] = (counts[status] ?? 0) + 1;
      const fields = { run, well: isWell, interrupted: isInterrupted, schools: counts, unseen: unseen.length };
      write(isWell ? 'info' : 'error', `${what(run)}-ended`, { ...fields, purge: purge?.status ?? null, seconds });
    },
  };
}

/** A plan has no night. */
function what(run: string | null): 'night' | 'plan' {
  return run === null ? 'plan' : 'night';
}

function schoolFields({ school, status, reason, changes, excluded, warnings, letGo }: SchoolReport): LogFields {
  const changed = Object.entries(changes).filter(([, counts]) => Object.values(counts).some((count) => count > 0));
  return { school, status, reason, changes: Object.fromEntries(changed), excluded, warnings, letGo };
}
