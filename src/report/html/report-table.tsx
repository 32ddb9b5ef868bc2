import { plain } from '../phrase.js';
import type { Table } from '../tables.js';
import { Words } from './words.js';

/** A part of a school's report. The first cell heads its row. */
export function ReportTable({ table: { title, note, columns, rows, numbers } }: { readonly table: Table }) {
  return (
    <>
      <h3>{title}</h3>
      <div class="wide">
        <table class={numbers ? 'numbers' : undefined}>
          <caption>{note}</caption>
          <thead>
            <tr>
              {columns.map((column) => (
                <th scope="col">{column}</th>
              ))}
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      </div>
    </>
  );
}
