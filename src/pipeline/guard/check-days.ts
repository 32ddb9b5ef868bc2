import { dayAfter, isYearly, type Days } from './day.js';
import type { Entries, YamlFile } from '../yaml/yaml-file.js';

/**
 * Notes a last day that comes before the first, and days of each year that do not belong together.
 * @param what as the subject of a sentence
 */
export function checkDays(file: YamlFile, entries: Entries, { from, until }: Days, what: string): void {
  const said = [from, until].filter((day) => day !== null);
  const yearly = said.filter(isYearly);
  const at = entries.get('until') ?? entries.get('from');
  if (yearly.length > 0 && yearly.length < said.length) {
    const hint = 'Write both as MM-DD, for each year, or both as YYYY-MM-DD.';
    file.problem(at?.node ?? null, 'excludes', `Of from and until, one is a day of each year and one is not.`, hint);
  } else if (yearly.length === 1) {
    const [missing, is] = from === null ? ['from', 'until'] : ['until', 'from'];
    const hint = `Write ${missing}: MM-DD, too.`;
    file.problem(at?.node ?? null, 'missing-key', `${is} is a day of each year, and there is no ${missing}.`, hint);
  } else if (from !== null && until !== null && isYearly(from)) {
    if (dayAfter(`2000-${until}`).slice(5) === from)
      file.problem(at?.node ?? null, 'always-holds', `These are all days of the year.`, 'Remove both.');
  } else if (from !== null && until !== null && until < from)
    file.problem(entries.get('until')?.node ?? null, 'never-holds', `until is before from: ${what} never holds.`);
}
