import { Outside } from '../report/html/words.js';
import { addresses } from './addresses.js';

/** The first cells of a row about a school: its name, which leads to its page, and its id. */
export function SchoolCells({ school, name }: { readonly school: string; readonly name: string | null }) {
  return (
    <>
      <th scope="row">
        <a href={addresses.school(school)}>
          <Outside text={name ?? school} />
        </a>
      </th>
      <td>
        <Outside text={school} />
      </td>
    </>
  );
}
