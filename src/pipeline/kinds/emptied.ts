import { against, listOf, text } from '../keys/types.js';
import { snakeCase } from '../text/text.js';

/** What a kind has in its table beside the columns that are emptied. */
interface StillThere {
  /** Its stored fields, and those that people type. */
  readonly fields: readonly { readonly name: string; readonly column: string }[];
  /** Columns that every table of its sort has. */
  readonly own: readonly string[];
}

/** The columns of fields that were stored once and are not any more, by the names that these had. */
export const emptied = against(
  listOf(text.schema),
  (file, node, what, _, { fields, own }: StillThere): readonly string[] =>
    file.readNames(node, what).flatMap(({ name, node: at }) => {
      const column = snakeCase(name);
      const field = fields.find((one) => one.name === name || one.column === column);
      if (field !== undefined)
        file.problem(
          at,
          'excludes',
          `"${name}" is a field still: what is emptied is stored no more.`,
          'Remove one of the two.',
        );
      else if (own.includes(column))
        file.problem(at, 'excludes', `"${name}" is no column of a field: every table has it.`);
      else return [column];
      return [];
    }),
);

/** Columns of a table that no field has. */
export const ownColumns = ['id', 'school_id', 'left_at', 'row_digest', 'row_folded', 'typed_folded'] as const;

export const meaningOfEmptied =
  'Fields that were stored once and are not any more, by the names that they had. Their columns stay, and are emptied for all schools, in the history too, by the next command that writes to the database. The guard does not count it.';
