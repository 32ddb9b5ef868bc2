import { isDay } from '../pipeline/guard/day.js';

const months = [
  ...['january', 'february', 'march', 'april', 'may', 'june', 'july'],
  ...['august', 'september', 'october', 'november', 'december'],
];

/** 9 Mar 2018, 9th March, 2018, 9-Mar-2018, 09/03/2018, 9.3.2018. */
const typedDay =
  /(?<![\p{L}\p{N}])(\d{1,2})(?:(?:st|nd|rd|th)?[ -]+(\p{L}{3,9}),?[ -]+|([/.-])(\d{1,2})\3)(\d{4})(?![\p{L}\p{N}])/giu;

/**
 * A search with each day written as in the tables (YYYY-MM-DD), however it was typed, with the day before the month.
 */
export function withDaysAsStored(search: string): string {
  return search.replace(typedDay, (typed, date: string, name?: string, _sign?: string, number?: string, year = '') => {
    const month = name === undefined ? (number ?? '') : numberOf(name);
    const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
    return isDay(day) ? day : typed;
  });
}

/** @returns 0 if there is no such month */
function numberOf(name: string): string {
  return String(months.findIndex((month) => month.startsWith(name.toLowerCase())) + 1);
}
