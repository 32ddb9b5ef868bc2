import type { BesideColumn } from '../browse/beside.js';
import { shownColumns } from '../browse/columns.js';
import type { Listing } from '../browse/list-records.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { shown } from '../report/html/shown.js';
import { shortened } from './shortened.js';

/** A column beside a list, with the records that may be chosen from it. */
export interface BesideChoices {
  readonly column: BesideColumn;
  /** Null if they are too many to choose from. */
  readonly choices: readonly { readonly id: string; readonly name: string }[] | null;
}

interface Props {
  readonly kind: RecordKind;
  readonly listing: Listing;
  readonly beside: readonly BesideChoices[];
}

/** Parts of a list's form: records that lack something, and those linked to one record. */
export function ListChoices({ kind, listing, beside }: Props) {
  const lacking = [...shownColumns(kind), ...beside.map(({ column }) => column)];
  return (
    <>
      {beside.map(({ column, choices }) =>
        choices === null || choices.length === 0 ? null : (
          <label>
            {column.label}
            <select name={column.name}>
              <option value="">All</option>
              {choices.map(({ id, name }) => (
                <option value={id} selected={listing.linked.get(column.name) === id}>
                  {shortened(shown(name))}
                </option>
              ))}
            </select>
          </label>
        ),
      )}
      <label>
        Without
        <select name="without">
          <option value="">All</option>
          {lacking.map(({ name, label }) => (
            <option value={name} selected={listing.without === name}>
              {label}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
