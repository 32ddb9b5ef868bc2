import { waysOf } from './sought.js';
import type { FieldPlan } from './section-plan.js';

/** The same fields, in which those that note the bad values of another know which columns to look at. */
export function watching(fields: readonly FieldPlan[]): readonly FieldPlan[] {
  if (fields.every(({ field }) => field.marks === null)) return fields;
  return fields.map((plan) => {
    const { marks } = plan.field;
    const marked = marks === null ? undefined : fields.find(({ field }) => field.name === marks);
    return marked === undefined ? plan : { ...plan, watches: waysOf(marked).flatMap(allColumnsOf) };
  });
}

function allColumnsOf({ column, choice }: FieldPlan): number[] {
  const asked = choice?.where?.any.flat().flatMap(({ columns }) => columns) ?? [];
  const ofChoice = choice?.order ? [...asked, choice.order.column] : asked;
  return column === null ? ofChoice : [column, ...ofChoice];
}
