import { waysOf } from './sought.js';
import type { FieldPlan } from './section-plan.js';

/** The same fields, in which those that note the bad values of another know which columns to look at. */
export function watching(fields: readonly FieldPlan[]): readonly FieldPlan[] {
  if (fields.every(({ field }) => field.marks === null)) return fields;
  return fields.map((plan) => {
    const { marks, name } = plan.field;
    if (marks === null)
      return withMark(
        plan,
        fields.findIndex(({ field }) => field.marks === name),
      );
    const marked = fields.find(({ field }) => field.name === marks);
    return marked === undefined ? plan : { ...plan, watches: waysOf(marked).flatMap(allColumnsOf) };
  });
}

/** What is looked up is known to be bad only once the document is whole. */
function withMark(plan: FieldPlan, mark: number): FieldPlan {
  if (mark < 0 || waysOf(plan).every(({ lookup }) => lookup === null)) return plan;
  return { ...plan, mark, next: plan.next === null ? null : withMark(plan.next, mark) };
}

function allColumnsOf({ column, choice }: FieldPlan): number[] {
  const asked = choice?.where?.any.flat().flatMap(({ columns }) => columns) ?? [];
  const ofChoice = choice?.order ? [...asked, choice.order.column] : asked;
  return column === null ? ofChoice : [column, ...ofChoice];
}
