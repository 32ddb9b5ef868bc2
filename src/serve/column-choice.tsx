import type { Listing } from '../browse/list-records.js';
import { queryOf } from './addresses.js';

interface Props {
  /** The address of the whole list. */
  readonly at: string;
  readonly listing: Listing;
  /** All that can be chosen, in their order. */
  readonly columns: readonly { readonly name: string; readonly label: string }[];
  readonly hidden: ReadonlySet<string>;
}

/** Which columns a list has; the browser keeps what was chosen. An export always has all of them. */
export function ColumnChoice({ at, listing, columns, hidden }: Props) {
  return (
    <details class="columns">
      <summary>Columns{hidden.size > 0 ? ` (${String(hidden.size)} hidden)` : ''}</summary>
      <form action={at}>
        {queryOf(listing).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="columns" value="" />
        {columns.map(({ name, label }) => (
          <label class="choice">
            <input type="checkbox" name="columns" value={name} checked={!hidden.has(name)} /> {label}
          </label>
        ))}
        <button type="submit" class="plain">
          Show these columns
        </button>
      </form>
    </details>
  );
}
