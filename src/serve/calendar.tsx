import { dayInWords } from './time.js';
import { marks, outcomes, type RunOutcome } from './outcomes.js';

/** A day of a calendar of runs. */
export interface CalendarDay {
  /** YYYY-MM-DD */
  readonly day: string;
  /** Null if nothing ran. */
  readonly outcome: RunOutcome | null;
  /** What is said beside its mark. */
  readonly said: string;
  /** Where it leads; null if nowhere. */
  readonly to: string | null;
}

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/**
 * Days by how their runs ended, a table for each month: seven narrow columns have room on a phone. The month of the last
 * day, which is today, comes first.
 */
export function Calendar({ days }: { readonly days: readonly CalendarDay[] }) {
  const today = days.at(-1)?.day;
  const byMonth = new Map<string, CalendarDay[]>();
  for (const one of days) {
    const month = one.day.slice(0, 7);
    byMonth.set(month, [...(byMonth.get(month) ?? []), one]);
  }
  return (
    <>
      <div class="calendar">
        {[...byMonth].reverse().map(([month, own]) => (
          <Month month={month} days={own} today={today} />
        ))}
      </div>
      <p class="quiet">
        {outcomes.map((outcome) => `${marks[outcome]} ${outcome}`).join(', ')}; no sign: no run. A day with several runs
        shows the gravest.
      </p>
    </>
  );
}

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

function Day({ day, outcome, said, to, isToday }: CalendarDay & { readonly isToday: boolean }) {
  const inside = (
    <>
      {String(Number(day.slice(8)))}
      {outcome !== null && <span aria-hidden="true">{marks[outcome]}</span>}
      <span class="unseen"> {said}</span>
    </>
  );
  const of = `day day-${outcome ?? 'none'}`;
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
