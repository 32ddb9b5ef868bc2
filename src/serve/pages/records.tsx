import { labelOf } from '../../pipeline/text/label-of.js';
import { leadColumn, nameColumns, shownColumns, type ShownColumn } from '../../browse/columns.js';
import type { BesideColumn, Linked } from '../../browse/beside.js';
import type { ListedRecord, Listing } from '../../browse/list-records.js';
import { Outside } from '../../report/html/words.js';
import { addresses, blankValue, listQuery, queryOf, sortQuery } from '../addresses.js';
import { Chips } from '../chips.js';
import { ColumnChoice } from '../column-choice.js';
import { Name, Value } from '../cut.js';
import { Page } from '../layout.js';
import { ListChoices, type BesideChoices } from '../list-choices.js';
import { ListCell } from '../list.js';
import { Parts } from '../parts.js';
import type { KindPlace } from '../place.js';
import { shortened } from '../shortened.js';
import { TypingField, TypingForm } from '../typing.js';

export interface RecordsProps {
  readonly place: KindPlace;
  readonly listing: Listing;
  readonly records: readonly ListedRecord[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** For each filter the values to choose from; null means blank. */
  readonly choices: readonly { readonly column: ShownColumn; readonly values: readonly (string | null)[] }[];
  readonly beside: readonly ShownBeside[];
  /** The columns that this person does not want to see, by name. */
  readonly hidden: ReadonlySet<string>;
  /** The token that a form sends along; null if nothing may be typed. */
  readonly token: string | null;
  /** Of how many records something was just saved; null if nothing was sent. */
  readonly saved: number | null;
}

/** A column beside the list, with what it says of the records shown. */
interface ShownBeside extends BesideChoices {
  readonly linked: Linked;
}

/** The records of a kind that come through. */
export function RecordsPage(props: RecordsProps) {
  const { place, listing, records, total, page, pages, beside, hidden, saved } = props;
  const { kind, school } = place;
  const isAsked = queryOf({ ...listing, sort: null }).length > 0;
  const columns = [...shownColumns(kind), ...beside.map(({ column }) => column)];
  const at = addresses.list(school.id, kind);
  return (
    <Page place={place} title={kind.label}>
      <h1>{kind.label}</h1>
      {saved !== null && (
        <p role="status" class="done">
          {saved === 0 ? 'Nothing was different.' : `Saved for ${String(saved)} ${labelOf(kind, saved)}.`}
        </p>
      )}
      <Ask {...props} />
      <p role="status" id="count">
        {total} {labelOf(kind, total)}
        {isAsked ? ' found' : ''}
      </p>
      <div id="found">
        <Chips
          {...{ at, listing }}
          labels={new Map(columns.map(({ name, label }) => [name, label]))}
          nameOf={(column, id) => nameIn(beside, column, id)}
        />
        <div class="beside">
          <a href={`${addresses.exported(school.id, kind)}${listQuery(listing)}`} download>
            Export {kind.label}
          </a>
          <a href={`${addresses.exported(school.id, kind, 'xlsx')}${listQuery(listing)}`} download>
            as a spreadsheet (XLSX)
          </a>
          <ColumnChoice
            {...{ at, listing, hidden }}
            columns={columns.filter(({ name }) => name !== leadColumn(kind)?.name)}
          />
        </div>
        {records.length > 0 && <TypedList {...props} />}
        <Parts page={page} pages={pages} at={(part) => listQuery(listing, part) || at} />
      </div>
    </Page>
  );
}

/** A form that works through its address, so a question can be kept and sent on. */
function Ask({ place: { kind, school }, listing, choices, beside }: RecordsProps) {
  return (
    <form class="ask" role="search" action={addresses.list(school.id, kind)}>
      <label>
        Search
        <input type="search" name="search" value={listing.search} autocomplete="off" />
      </label>
      {choices.map(({ column, values }) => (
        <label>
          {column.label}
          <select name={column.name}>
            <option value="">All</option>
            {values.map((value) => (
              <option value={value ?? blankValue} selected={isChosen(listing, column.name, value)}>
                {value === null ? '(blank)' : shortened(value)}
              </option>
            ))}
          </select>
        </label>
      ))}
      <ListChoices kind={kind} listing={listing} beside={beside} />
      {listing.sort !== null && <input type="hidden" name="sort" value={sortQuery(listing.sort)} />}
      <button type="submit">Show</button>
    </form>
  );
}

function isChosen({ filters }: Listing, field: string, value: string | null): boolean {
  return filters.has(field) && filters.get(field) === value;
}

/** With one form around it, if something may be typed. */
function TypedList(props: RecordsProps) {
  const { place, listing, page, token, saved } = props;
  const { kind, school } = place;
  if (token === null || kind.local.length === 0) return <List {...props} />;
  const to = `${addresses.list(school.id, kind)}${listQuery(listing, page)}`;
  return (
    <TypingForm {...{ place, token, to, saved }}>
      <List {...props} />
    </TypingForm>
  );
}

function List(props: RecordsProps) {
  const { place, listing, records, beside, hidden, token } = props;
  const { kind, school } = place;
  const all = shownColumns(kind);
  const headings = listing.sort === null ? all.findIndex(({ name }) => name === kind.headings) : -1;
  const linked = leadColumn(kind)?.name;
  const isSeen = (name: string): boolean => name === linked || !hidden.has(name);
  const columns = all
    .map((column, at) => ({ ...column, at }))
    .filter(({ at, name }) => at !== headings && isSeen(name));
  const besideSeen = beside.filter(({ column }) => isSeen(column.name));
  const names = new Set(nameColumns(kind).map(({ name }) => name));
  const nameOf = ({ values }: ListedRecord): string =>
    all.flatMap(({ name }, at) => (names.has(name) ? (values[at] ?? []) : [])).join(' ') ||
    `${labelOf(kind, 1)} without a name`;
  let heading: string | null | undefined;
  const rows = records.flatMap((record) => {
    const of = record.values[headings] ?? null;
    const isNew = headings >= 0 && of !== heading;
    heading = of;
    const row = (
      <tr role="row">
        {columns.map((column) => {
          const value = record.values[column.at] ?? null;
          const isHeading = column.name === linked;
          return (
            <ListCell column={column} isHeading={isHeading} isName={names.has(column.name)}>
              {isHeading ? (
                <a href={addresses.record(school.id, kind, record.id)}>
                  {value === null ? '(blank)' : <Name text={value} />}
                </a>
              ) : column.typed && token !== null ? (
                <TypingField {...{ column, record, value }} name={nameOf(record)} />
              ) : (
                <Value text={value} />
              )}
            </ListCell>
          );
        })}
        {besideSeen.map(({ column, linked: of }) => (
          <ListCell column={column}>
            <Value text={besideText(column, of.get(record.id))} />
          </ListCell>
        ))}
      </tr>
    );
    if (!isNew) return [row];
    const head = (
      <tr role="row" class="groups">
        <th scope="rowgroup" role="rowheader" colspan={columns.length + besideSeen.length}>
          {of === null ? '(no heading)' : <Outside text={of} />}
        </th>
      </tr>
    );
    return [head, row];
  });
  return (
    <table class="cards sorts" role="table" aria-label={kind.label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <Heading listing={listing} column={column} />
          ))}
          {besideSeen.map(({ column }) => (
            <th scope="col" role="columnheader">
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{rows}</tbody>
    </table>
  );
}

function besideText({ shows }: BesideColumn, linked: readonly string[] = []): string | null {
  if (shows === 'count') return linked[0] ?? '0';
  return linked.length === 0 ? null : linked.join(', ');
}

/** A record that was chosen before, and that nothing of the list is linked to any more, has no name here. */
function nameIn(beside: readonly BesideChoices[], column: string, id: string): string {
  const choices = beside.find((one) => one.column.name === column)?.choices ?? [];
  return choices.find((one) => one.id === id)?.name ?? 'one that is not in the list';
}

/** A heading sorts by its column; the second time it sorts the other way round. */
function Heading({ listing, column }: { readonly listing: Listing; readonly column: ShownColumn }) {
  const { sort } = listing;
  const isSorted = sort?.field === column.name;
  const descending = isSorted && !sort.descending;
  const href = listQuery({ ...listing, sort: { field: column.name, descending } });
  const order = !isSorted ? undefined : sort.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" role="columnheader" aria-sort={order}>
      <a href={href}>{column.label}</a>
      {isSorted && <span aria-hidden="true">{sort.descending ? ' ▼' : ' ▲'}</span>}
    </th>
  );
}
