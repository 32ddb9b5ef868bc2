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

/** Days by how their runs ended, a table for each month: seven narrow columns have room on a phone. */
export function Calendar({ days }: { readonly days: readonly CalendarDay[] }) {
  const months = new Map<string, CalendarDay[]>();
  for (const one of days) {
    const month = one.day.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), one]);
  }
  return (
    <>
      <div class="calendar">
        {[...months].map(([month, own]) => (
          <Month month={month} days={own} />
        ))}
      </div>
      <p class="quiet">
        {outcomes.map((outcome) => `${marks[outcome]} ${outcome}`).join(', ')}; no sign: no run. A day with several runs
        shows the gravest.
      </p>
    </>
  );
}

function Month({ month, days }: { readonly month: string; readonly days: readonly CalendarDay[] }) {
  const byWeek = weeksOf(days);
  return (
    <table>
      <caption>{inWords(`${month}-01`, 'month')}</caption>
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
              <td>{one !== null && <Day {...one} />}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Day({ day, outcome, said, to }: CalendarDay) {
  const inside = (
    <>
      {String(Number(day.slice(8)))}
      {outcome !== null && <span aria-hidden="true">{marks[outcome]}</span>}
      <span class="unseen"> {said}</span>
    </>
  );
  const of = `day day-${outcome ?? 'none'}`;
  const title = `${inWords(day, 'day')}: ${said}`;
  if (to === null)
    return (
      <span class={of} title={title}>
        {inside}
      </span>
    );
  return (
    <a class={of} href={to} title={title}>
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

/** A day (YYYY-MM-DD) or its month; a day is what it is, wherever it is read. */
export function inWords(day: string, as: keyof typeof formats): string {
  return formats[as].format(new Date(`${day}T00:00:00Z`));
}

const formats = {
  day: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }),
  'short day': new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' }),
  month: new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', month: 'long', year: 'numeric' }),
} as const;
