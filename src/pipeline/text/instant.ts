import { isDay } from '../guard/day.js';

const form =
  /^(?<day>\d{4}-\d{2}-\d{2})(?:[T ](?<hour>\d{2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,](?<fraction>\d+))?)?\s*(?<zone>Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/**
 * The instant that a text names, in milliseconds. It is ISO 8601, perhaps without a time (then it is midnight) or an
 * offset (then it is a time in the zone given). Null if it names none.
 */
export function instantOf(text: string, timezone: string): number | null {
  const {
    day = '',
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '',
    zone,
  } = form.exec(text.trim())?.groups ?? {};
  if (!isDay(day) || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const time = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  const wall = midnight + time * 1000 + Number(`${fraction}000`.slice(0, 3));
  if (zone === undefined) return wall - offsetAt(wall - offsetAt(wall, timezone), timezone);
  if (zone.toUpperCase() === 'Z') return wall;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(':', '') || '0')];
  return hours > 23 || minutes > 59 ? null : wall - Number(`${zone[0]}1`) * (hours * 60 + minutes) * 60_000;
}

/** How many milliseconds the clocks of a zone are ahead at an instant. */
function offsetAt(instant: number, timezone: string): number {
  return offsetsIn(timezone)(instant);
}

/** Making a format takes longer than using it. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timezone: string): Intl.DateTimeFormat {
  const format =
    formats.get(timezone) ?? new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
  formats.set(timezone, format);
  return format;
}

/** The same for many instants. */
export function offsetsIn(timezone: string): (instant: number) => number {
  const format = formatOf(timezone);
  return (instant) => {
    const name = format.formatToParts(instant).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
      /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?/.exec(name) ?? [];
    return Number(`${sign}1`) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  };
}
