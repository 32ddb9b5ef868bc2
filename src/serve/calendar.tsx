import { dayInWords } from './time.js';
import { Shape, type Standing } from './status.js';

/** A day of a calendar of runs. */
export interface CalendarDay {
  /** YYYY-MM-DD */
  readonly day: string;
  /** Null if nothing ran. */
  readonly outcome: Standing | null;
  /** How many schools need somebody, beside its shape; 0 is not said. */
  readonly needing?: number;
  /** Whether they are so many that it stands out. */
  readonly isFilled?: boolean;
  /** What is said beside its shape. */
  readonly said: string;
  /** Where it leads; null if nowhere. */
  readonly to: string | null;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

interface Props {
  readonly days: readonly CalendarDay[];
  /** What else is to be known about the signs. */
  readonly note: string;
}

/**
 * Days by how their runs ended, a table for each month: seven narrow columns have room on a phone. The month of the last
 * day, which is today, comes first; months before the first run say nothing.
 */
export function Calendar({ days, note }: Props) {
  const today = days.at(-1);
  const firstMonth = (days.find(({ outcome, to }) => outcome !== null || to !== null) ?? today)?.day.slice(0, 7) ?? '';
  const byMonth = new Map<string, CalendarDay[]>();
  for (const one of days.filter(({ day }) => day >= firstMonth)) {
    const month = one.day.slice(0, 7);
    byMonth.set(month, [...(byMonth.get(month) ?? []), one]);
  }
  return (
    <>
      <div class="calendar">
        {[...byMonth].reverse().map(([month, own]) => (
          <Month month={month} days={own} today={today?.day} />
        ))}
      </div>
      <ul class="legend">
        {legend
          .filter(([of]) => of !== 'paused' || days.some(({ outcome }) => outcome === of))
          .map(([outcome, words]) => (
            <li>
              <Shape of={outcome} /> {words}
            </li>
          ))}
        <li>no sign: no run</li>
      </ul>
      <p class="quiet">{note}</p>
    </>
  );
}

const legend = [
  ['failed', 'failed'],
  ['held', 'held'],
  ['paused', 'paused'],
  ['unseen', 'not seen'],
  ['loaded', 'loaded or unchanged'],
] as const;

interface MonthProps {
  readonly month: string;
  readonly days: readonly CalendarDay[];
  readonly today: string | undefined;
}

function Month({ month, days, today }: MonthProps) {
  const byWeek = weeksOf(days);
  return (
    <table>
      <caption>{months.format(new Date(`${month}-01T00:00:00Z`))}</caption>
      <thead>
        <tr>
          {weekdays.map((weekday) => (
            <th scope="col" abbr={weekday}>
              {weekday.slice(0, 2)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {byWeek.map((week) => (
          <tr>
            {week.map((one) => (
              <td>{one !== null && <Day {...one} isToday={one.day === today} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day(props: CalendarDay & { readonly isToday: boolean }) {
  const { day, outcome, needing = 0, isFilled = false, said, to, isToday } = props;
  const inside = (
    <>
      {String(Number(day.slice(8)))}
      {outcome !== null && (
        <span aria-hidden="true">
          <Shape of={outcome} />
          {needing > 0 && String(needing)}
        </span>
      )}
      <span class="unseen"> {said}</span>
    </>
  );
  const of = `day day-${outcome ?? 'none'}${isFilled ? ' day-filled' : ''}`;
  const current = isToday ? 'date' : undefined;
  const title = `${dayInWords(day)}: ${said}`;
  if (to === null)
    return (
      <span class={of} title={title} aria-current={current}>
        {inside}
      </span>
    );
  return (
    <a class={of} href={to} title={title} aria-current={current}>
      {inside}
    </a>
  );
}

/** Days of one month in rows from Monday to Sunday. */
function weeksOf(days: readonly CalendarDay[]): (CalendarDay | null)[][] {
  const weeks: (CalendarDay | null)[][] = [];
  for (const one of days) {
    const weekday = (new Date(`${one.day}T00:00:00Z`).getUTCDay() + 6) % 7;
    let week = weeks.at(-1);
    if (week === undefined || weekday === 0) weeks.push((week = weekdays.map(() => null)));
    week[weekday] = one;
  }
  return weeks;
}

const months = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' });
