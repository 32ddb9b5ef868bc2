import type { ComponentChildren } from 'preact';
import { plain } from '../words/phrase.js';
import type { ReportedTable } from '../report/findings/tables.js';
import { Words } from '../report/html/words.js';

/** A column of a list, by what heads it. */
export interface ListColumn {
  readonly label: string;
  /** Whether its values say by themselves what they are, so a card needs no label before them. */
  readonly isPlain?: boolean;
}

interface Props {
  /** What the rows are, for people who cannot see where the table is. */
  readonly name: string;
  readonly caption?: ComponentChildren;
  readonly columns: readonly (string | ListColumn)[];
  readonly class?: string | undefined;
  /** The cells of each row, in the order of the columns. */
  readonly rows: readonly (readonly ComponentChildren[])[];
  /** Which column is the heading of its row; the first if it is not said. */
  readonly heading?: number;
  /** How many of the first columns are parts of one name, which is in one line of a card. */
  readonly names?: number;
}

/**
 * A table that is a list of cards on a phone, so nothing scrolls sideways. The roles say that it is still a table: a
 * browser forgets that when cells are blocks.
 */
export function List({ name, caption, columns, class: looks, rows, heading = 0, names = 1 }: Props) {
  const heads = columns.map((column) => (typeof column === 'string' ? { label: column } : column));
  return (
    <table class={`cards ${looks ?? ''}`.trim()} role="table" aria-label={name}>
      {caption !== undefined && <caption>{caption}</caption>}
      <thead role="rowgroup">
        <tr role="row">
          {heads.map(({ label }) => (
            <th scope="col" role="columnheader">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells) => (
          <tr role="row">
            {cells.map((cell, at) => (
              <ListCell column={heads[at]} isHeading={at === heading} isName={at < names}>
                {cell}
              </ListCell>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CellProps {
  readonly column: ListColumn | undefined;
  readonly isHeading?: boolean;
  /** Whether it is a part of the name of its row. */
  readonly isName?: boolean;
  readonly children: ComponentChildren;
}

/** A cell that names its column where it is on a card. */
export function ListCell({ column, isHeading = false, isName = false, children }: CellProps) {
  if (isHeading)
    return (
      <th scope="row" role="rowheader">
        {children}
      </th>
    );
  const isSaid = isName || column === undefined || column.isPlain === true;
  return (
    <td role="cell" class={isName ? 'name' : undefined} data-label={isSaid ? undefined : column.label}>
      {children}
    </td>
  );
}

/** A part of a school's report as a list. The first cell is its row's heading. */
export function ReportedList({ table: { title, note, columns, rows, numbers } }: { readonly table: ReportedTable }) {
  return (
    <>
      <h2>{title}</h2>
      <List
        name={title}
        caption={note}
        columns={columns}
        class={numbers ? 'numbers' : undefined}
        rows={rows.map(([first = plain(''), ...rest]) => [first, ...rest].map((cell) => <Words of={cell} />))}
      />
    </>
  );
}
