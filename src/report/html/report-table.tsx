import { plain } from '../../words/phrase.js';
import type { ReportedTable } from '../findings/tables.js';
import { WideTable } from './wide-table.js';
import { Words } from './words.js';

interface Props {
  readonly table: ReportedTable;
  /** The level of its heading. */
  readonly level?: 2 | 3;
}

/** A part of a school's report. The first cell is its row's heading. */
export function ReportTable({ table: { title, note, columns, rows, numbers }, level = 3 }: Props) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <>
      <Heading>{title}</Heading>
      <WideTable name={title} caption={note} columns={columns} class={numbers ? 'numbers' : undefined}>
        {rows.map(([first = plain(''), ...rest]) => (
          <tr>
            <th scope="row">
              <Words of={first} />
            </th>
            {rest.map((cell) => (
              <td>
                <Words of={cell} />
              </td>
            ))}
          </tr>
        ))}
      </WideTable>
    </>
  );
}
