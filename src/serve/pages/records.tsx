import { joined } from '../../pipeline/text/counted.js';
import { filterColumns, leadColumn, nameColumns, shownColumns, type ShownColumn } from '../../browse/columns.js';
import type { FilterChoices } from '../../browse/values-of.js';
import { fieldBeside, type BesideColumn, type Linked, type LinkedOnes } from '../../browse/beside.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import type { ListedRecord, Listing } from '../../browse/list-records.js';
import type { RecordKind } from '../../pipeline/pipeline.js';
import { shown } from '../../report/html/shown.js';
import { Outside } from '../../report/html/words.js';
import { capital } from '../../pipeline/text/text.js';
import { label } from '../../words/words.js';
import { addresses, listQuery, partQuery, queryOf, sortQuery } from '../addresses.js';
import { Chips } from '../chips.js';
import { ColumnChoice } from '../column-choice.js';
import { Blank, Name, Value } from '../cut.js';
import { Page } from '../layout.js';
import type { JustSaved } from '../just-saved.js';
import { LinkedName } from '../linked-name.js';
import { labelBeside, ListChoices, type BesideChoices } from '../list-choices.js';
import { ListCell } from '../list.js';
import { Parts } from '../parts.js';
import type { KindPlace } from '../place.js';
import { TypingField, TypingForm } from '../typing.js';
import { ValueChoice } from '../value-choice.js';

export interface RecordsProps {
  readonly place: KindPlace;
  readonly listing: Listing;
  readonly records: readonly ListedRecord[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  /** For each filter the values to choose from; null means blank. */
  readonly choices: readonly FilterChoices[];
  readonly beside: readonly ShownBeside[];
  /** The columns that this person does not want to see, by name. */
  readonly hidden: ReadonlySet<string>;
  /** The token that a form sends along; null if nothing may be typed. */
  readonly token: string | null;
  /** Null if nothing was just sent. */
  readonly justSaved: JustSaved | null;
}

/** A column beside the list, with what it says of the records shown. */
interface ShownBeside extends BesideChoices {
  readonly linked: Linked;
}

/** The records of a kind that come through. */
export function RecordsPage(props: RecordsProps) {
  const { place, listing, records, total, page, pages, beside, hidden, justSaved } = props;
  const { kind, school } = place;
  const isAsked = queryOf({ ...listing, sort: null }).length > 0;
  const columns = [...shownColumns(kind), ...beside.map(({ column }) => column)];
  const at = addresses.list(school.id, kind);
  return (
    <Page place={place} title={kind.label}>
      <h1>{kind.label}</h1>
      {justSaved !== null && (
        <p role="status" class="done">
          {justSaved.records === 0
            ? 'It is all saved already.'
            : `Saved for ${String(justSaved.records)} ${labelOf(kind, justSaved.records)} at ${justSaved.at}.`}
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
          labels={new Map([...columns.map(({ name, label }) => [name, label] as const), ...fieldLabels(beside)])}
          nameOf={(column, id) => nameIn(beside, column, id)}
        />
        {total === 0 && <Nobody place={place} listing={listing} />}
        {total > 0 && (
          <div class="beside">
            <span>
              Export: <Export {...{ place, listing }} as="CSV" /> · <Export {...{ place, listing }} as="Excel" />
            </span>
            <ColumnChoice
              {...{ at, listing, hidden }}
              columns={columns.filter(({ name }) => name !== leadColumn(kind)?.name)}
            />
          </div>
        )}
        {records.length > 0 && <TypedList {...props} />}
        <Parts page={page} pages={pages} at={(part) => listQuery(listing, part) || at} />
      </div>
    </Page>
  );
}

/** Where else somebody may be who is not in the list. */
function Nobody({ place: { pipeline, kind, school }, listing }: Pick<RecordsProps, 'place' | 'listing'>) {
  const { search } = listing;
  const isOnlySearch = search !== '' && queryOf({ ...listing, search: '', sort: null }).length === 0;
  const one = label(pipeline, kind.name, 1);
  return (
    <p>
      {search !== '' ? (
        <>
          No {one} {isOnlySearch ? '' : 'of these '}is called ‘<Outside text={search} />’ here.
        </>
      ) : (
        <>No {one} here is like that.</>
      )}{' '}
      <a href={addresses.notThrough(school.id)}>Who does not come through</a>
      {search !== '' && kind.find.length > 0 && (
        <>
          {' · '}
          <a href={`${addresses.find()}${partQuery({ q: search, school: school.id })}`}>Search all schools</a>
        </>
      )}
    </p>
  );
}

/** A form that works through its address, so a question can be kept and sent on. What narrows the list is folded only on a phone. */
function Ask({ place: { kind, school }, listing, choices, beside }: RecordsProps) {
  return (
    <form class="ask" role="search" action={addresses.list(school.id, kind)}>
      <label>
        {searchedIn(kind)}
        <input type="search" name="search" value={listing.search} autocomplete="off" />
      </label>
      <details class="filters">
        <summary>Filter</summary>
        {choices.map(({ column, values }) => (
          <ValueChoice name={column.name} label={column.label} values={values} chosen={listing.filters} />
        ))}
        <ListChoices kind={kind} listing={listing} beside={beside} />
      </details>
      {listing.sort !== null && <input type="hidden" name="sort" value={sortQuery(listing.sort)} />}
      <button type="submit">Show</button>
    </form>
  );
}

/** `Name, email or phone`: what the words of a search may be in. */
function searchedIn(kind: RecordKind): string {
  const names = new Set(kind.nameFields);
  const others = shownColumns(kind).filter(({ name }) => !names.has(name));
  const words = [...(names.size === 0 ? [] : ['name']), ...others.map(({ label }) => label.toLowerCase())];
  return capital(joined(words, 'or'));
}

const endings = { CSV: 'csv', Excel: 'xlsx' } as const;

interface ExportProps extends Pick<RecordsProps, 'place' | 'listing'> {
  readonly as: keyof typeof endings;
}

function Export({ place: { kind, school }, listing, as }: ExportProps) {
  return (
    <a
      href={`${addresses.exported(school.id, kind, endings[as])}${listQuery(listing)}`}
      aria-label={`Export ${kind.label} as ${as}`}
      download
    >
      {as}
    </a>
  );
}

function fieldLabels(beside: readonly ShownBeside[]): [string, string][] {
  return beside.flatMap(({ column }) =>
    filterColumns(column.kind).map((field): [string, string] => [
      fieldBeside(column, field.name),
      labelBeside(column, field),
    ]),
  );
}

/** With one form around it, if something may be typed. */
function TypedList(props: RecordsProps) {
  const { place, listing, page, token, justSaved } = props;
  const { kind, school } = place;
  if (token === null || kind.local.length === 0) return <List {...props} />;
  const to = `${addresses.list(school.id, kind)}${listQuery(listing, page)}`;
  return (
    <TypingForm {...{ place, token, to }} saved={justSaved?.records ?? null}>
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
            <ListCell
              column={{ ...column, isPlain: value !== null && isEmail(value) }}
              isHeading={isHeading}
              isName={names.has(column.name)}
            >
              {isHeading ? (
                <a href={addresses.record(school.id, kind, record.id)} aria-label={shown(nameOf(record))}>
                  {value === null ? '(blank)' : <Name text={value} />}
                </a>
              ) : column.typed && token !== null ? (
                <TypingField {...{ column, record, value }} name={nameOf(record)} />
              ) : (
                <Said column={column} value={value} />
              )}
            </ListCell>
          );
        })}
        {besideSeen.map(({ column, linked: of }) => (
          <ListCell column={column}>
            <Beside school={school.id} column={column} linked={of.get(record.id)} />
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
    <table class="cards sorts values" role="table" aria-label={kind.label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <Heading kind={kind} listing={listing} column={column} />
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

function Said({ column: { label, isDay = false }, value }: { readonly column: SaidColumn; value: string | null }) {
  if (value !== null && value !== '') return <Value text={value} isDay={isDay} />;
  return <Blank of={label} />;
}

type SaidColumn = Pick<ShownColumn, 'label'> & Partial<Pick<ShownColumn, 'isDay'>>;

interface BesideProps {
  readonly school: string;
  readonly column: BesideColumn;
  readonly linked: LinkedOnes | undefined;
}

/** Who they are, one in a line, each with a link to its page; or how many. */
function Beside({ school, column, linked }: BesideProps) {
  const { shows, kind } = column;
  if (shows === 'count') return <>{String(linked?.count ?? 0)}</>;
  if (linked === undefined) return <Said column={column} value={null} />;
  return (
    <ul class="linked">
      {linked.named.map(({ id, name }) => (
        <li>
          <LinkedName {...{ school, kind, id, name }} said="" />
        </li>
      ))}
    </ul>
  );
}

/** By what a list is ordered before anybody chooses; null if it has headings, within which an order begins again. */
function firstOrder({ headings, order: [field] }: RecordKind): Listing['sort'] {
  return headings !== null || field === undefined ? null : { field, descending: false };
}

/** It says by itself what it is, and is too long for a label beside it on a phone. */
function isEmail(value: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(value);
}

/** A record that was chosen before, and that nothing of the list is linked to any more, has no name here. */
function nameIn(beside: readonly BesideChoices[], column: string, id: string): string {
  const records = beside.find((one) => one.column.name === column)?.choices.records ?? [];
  return records.find((one) => one.id === id)?.name ?? 'one that is not in the list';
}

interface HeadingProps {
  readonly kind: RecordKind;
  readonly listing: Listing;
  readonly column: ShownColumn;
}

/** A heading sorts by its column; the second time it sorts the other way round. */
function Heading({ kind, listing, column }: HeadingProps) {
  const sort = listing.sort ?? firstOrder(kind);
  const isSorted = sort?.field === column.name;
  const descending = isSorted && !sort.descending;
  const href = listQuery({ ...listing, sort: { field: column.name, descending } });
  const order = !isSorted ? undefined : sort.descending ? 'descending' : 'ascending';
  return (
    <th scope="col" role="columnheader" aria-sort={order}>
      <a href={href}>{column.label}</a>
    </th>
  );
}
