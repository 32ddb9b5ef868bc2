import { guarded } from '../guarded.js';
import type { Store } from '../dialect.js';
import { retrying, type Patience } from '../retrying.js';

/** Two runs, one after the other, whose clocks are too far apart; ISO 8601. */
export interface ClockGap {
  readonly before: string;
  readonly after: string;
}

const day = 24 * 60 * 60 * 1000;
const lately = 7 * day;
const mostBetween = 31 * day;
const runsAtATime = 1000;

interface RunRow {
  readonly began: number;
  readonly started_at: string;
}

/**
 * A leap of the clock among the runs of the last seven days, or from the run before them: a clock that may be wrong
 * does not say what is past its time. It goes back through the runs, in the order in which they began, up to one that
 * is older: so one whose clock was far ahead is passed in time, too. Now counts as one more run, for a purge by hand.
 * @returns null if there is none
 */
export async function clockGap(
  { knex }: Pick<Store, 'knex'>,
  now: Date,
  patience?: Patience,
): Promise<ClockGap | null> {
  let after: Pick<RunRow, 'started_at'> & Partial<RunRow> = { started_at: now.toISOString() };
  for (;;) {
    const below = after.began;
    const read = () => {
      const query = knex<RunRow>('runs').orderBy('began', 'desc').limit(runsAtATime);
      if (below !== undefined) void query.where('began', '<', below);
      return query.select('began', 'started_at');
    };
    const rows: RunRow[] = await retrying(() => guarded('Reading table runs', read), patience);
    for (const row of rows) {
      if (Math.abs(Date.parse(after.started_at) - Date.parse(row.started_at)) > mostBetween)
        return { before: row.started_at, after: after.started_at };
      if (Date.parse(row.started_at) < now.getTime() - lately) return null;
      after = row;
    }
    if (rows.length < runsAtATime) return null;
  }
}
