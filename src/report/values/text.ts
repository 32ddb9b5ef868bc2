import { counted } from '../../pipeline/text/counted.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { printable } from '../../words/words.js';
import { shownValues, valuesOfAll, type FieldValues, type ValuesReport } from './field-values.js';

/**
 * The values of a field for a person, the most frequent first.
 * @param bySchool whether each school's are told apart
 */
export function valuesAsText(report: ValuesReport, bySchool: boolean): string {
  const { kind, field, schools, failed } = report;
  const what = `${kind.name}.${field.name}`;
  const lines = bySchool
    ? schools.flatMap((one) => ['', ...linesOf(`${what} of ${nameOf(one)}`, one, report)]).slice(1)
    : schools.length === 0
      ? []
      : linesOf(`${what} of ${counted(schools.length, 'school')}`, valuesOfAll(schools), report);
  const faults = failed.map(({ school, reason }) =>
    printable(`${school ?? '(unknown)'} failed, so nothing of it is counted: ${reason}`),
  );
  const all = [...lines, ...(lines.length > 0 && faults.length > 0 ? [''] : []), ...faults];
  return `${(all.length === 0 ? [`${what}: there is no extract.`] : all).join('\n')}\n`;
}

function nameOf({ school, name }: ValuesReport['schools'][number]): string {
  return name === null ? school : `${school} ${name}`;
}

function linesOf(title: string, values: FieldValues, { kind, isAsRead }: ValuesReport): string[] {
  const { records, blank, bad, counts } = values;
  const how = isAsRead ? ' as the mapping reads them' : '';
  const sums = [
    `${String(records)} ${labelOf(kind, records)}${how}`,
    counted(counts.size, 'different value'),
    `${String(blank)} blank${bad > 0 ? ` (${counted(bad, 'bad value')})` : ''}`,
  ];
  const head = printable(`${title}: ${sums.join(', ')}.`);
  const shown = shownValues(values);
  if (shown === null) return [`${head} It is personal, so no value is shown.`];
  const width = Math.max(0, ...shown.map(([, count]) => String(count).length));
  return [
    head,
    ...shown.map(([value, count]) => printable(`  ${String(count).padStart(width)}  ${JSON.stringify(value)}`)),
  ];
}
