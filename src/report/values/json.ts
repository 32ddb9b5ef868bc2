import { shownValues, valuesOfAll, type FieldValues, type ValuesReport } from './field-values.js';

/** What scripts read: the sums of all schools, then of each. */
export function valuesAsJson({ kind, field, isAsRead, schools, failed }: ValuesReport): object {
  return {
    kind: kind.name,
    field: field.name,
    asRead: isAsRead,
    ...asJson(valuesOfAll(schools)),
    schools: schools.map((one) => ({ school: one.school, name: one.name, ...asJson(one) })),
    failed,
  };
}

function asJson(values: FieldValues): object {
  const { isPersonal, records, blank, bad, counts } = values;
  const shown = shownValues(values)?.map(([value, count]) => ({ value, count })) ?? null;
  return { personal: isPersonal, records, blank, bad, distinct: counts.size, values: shown };
}
