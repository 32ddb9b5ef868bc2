import { fieldBeside, type BesideColumn, type ChoicesBeside } from '../browse/beside.js';
import { shownColumns, type ShownColumn } from '../browse/columns.js';
import type { Listing } from '../browse/list-records.js';
import type { RecordKind } from '../pipeline/pipeline.js';
import { shown } from '../report/html/shown.js';
import { shortened } from './shortened.js';
import { ValueChoice } from './value-choice.js';

/** A column beside a list, with the records that may be chosen from it. */
export interface BesideChoices {
  readonly column: BesideColumn;
  readonly choices: ChoicesBeside;
}

interface Props {
  readonly kind: RecordKind;
  readonly listing: Listing;
  readonly beside: readonly BesideChoices[];
}

/** What people call a field of the records beside a list: `Children: year group`. */
export function labelBeside({ label }: BesideColumn, of: ShownColumn): string {
  return `${label}: ${of.label.toLowerCase()}`;
}

/** Parts of a list's form: records that lack something, and those linked to one record, or to one of a year. */
export function ListChoices({ kind, listing, beside }: Props) {
  const lacking = [...shownColumns(kind), ...beside.map(({ column }) => column)];
  return (
    <>
      {beside.map(({ column, choices }) => (
        <>
          {choices.records.length > 0 && (
            <label>
              {column.label}
              <select name={column.name}>
                <option value="">All</option>
                {choices.records.map(({ id, name }) => (
                  <option value={id} selected={listing.linked.get(column.name) === id}>
                    {shortened(shown(name))}
                  </option>
                ))}
              </select>
            </label>
          )}
          {choices.fields.map(({ column: field, values }) => (
            <ValueChoice
              name={fieldBeside(column, field.name)}
              label={labelBeside(column, field)}
              values={values}
              chosen={listing.linkedWith}
            />
          ))}
        </>
      ))}
      <label>
        What is missing
        <select name="without">
          <option value="">Nothing chosen</option>
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
