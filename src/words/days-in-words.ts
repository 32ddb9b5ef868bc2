import { isYearly, type Days } from '../pipeline/guard/day.js';
import type { During } from '../pipeline/terms.js';
import { joined } from '../pipeline/text/counted.js';

const ofOneYear = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });
const ofEachYear = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long' });

/** `31 July 2027`; a day of each year (MM-DD) as `31 July`. */
export function dayToRead(day: string): string {
  return isYearly(day) ? ofEachYear.format(new Date(`2000-${day}`)) : ofOneYear.format(new Date(day));
}

/** `from 1 July until 31 August, each year`, `during autumn`; nothing if it holds on every day. */
export function daysToRead({ from, until, during }: Days & { readonly during?: During }): string {
  if (during !== undefined) return `${during.isInside ? 'during' : 'not during'} ${joined(during.terms)}`;
  const days = [from === null ? [] : `from ${dayToRead(from)}`, until === null ? [] : `until ${dayToRead(until)}`];
  const said = days.flat().join(' ');
  return from !== null && isYearly(from) ? `${said}, each year` : said;
}
