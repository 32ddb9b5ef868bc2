import { leadColumn, nameColumns, shownColumns, type ShownColumn } from '../../browse/columns.js';
import type { KnownNames } from '../../browse/names-of.js';
import type { Linked, LinkedRecord, RecordView } from '../../browse/record-view.js';
import type { Happening, History } from '../../load/history.js';
import { recordKind, type RecordKind } from '../../pipeline/pipeline.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Blank, Name, Value } from '../cut.js';
import { changesShown, columnsByName, FieldChange } from '../fields.js';
import { Page } from '../layout.js';
import { LinkedName } from '../linked-name.js';
import { List } from '../list.js';
import type { KindPlace } from '../place.js';
import { DateOf, Time } from '../time.js';
import { Typed } from '../typed.js';

/** By kind and id of a linked record, as kinds share ids: its own links that have something to say. */
export type Beside = ReadonlyMap<string, ReadonlyMap<string, readonly Linked[]>>;

export interface RecordProps {
  readonly place: KindPlace;
  readonly record: RecordView;
  readonly beside: Beside;
  readonly history: History | null;
  /** Names of those in the history. */
  readonly called: KnownNames;
  readonly token: string | null;
}

/** A record with its links and its history. */
export function RecordPage({ place, record, beside, history, called, token }: RecordProps) {
  const { kind, pipeline } = place;
  const name = calledBy(kind, record);
  return (
    <Page place={place} title={name}>
      <h1>
        <Outside text={name} />
      </h1>
      {record.leftAt !== null && (
        <p class="status-held">
          No longer comes through, since <Time at={record.leftAt} timezone={pipeline.timezone} />.
        </p>
      )}
      <dl>
        {shownColumns(kind).map((column, at) => (
          <>
            <dt>{column.label}</dt>
            <dd>
              {column.typed ? (
                <Typed
                  {...{ place, column, record, value: record.values[at] ?? null, token }}
                  to={addresses.record(place.school.id, kind, record.id)}
                />
              ) : (
                <Whole text={record.values[at] ?? null} {...column} />
              )}
            </dd>
          </>
        ))}
      </dl>
      {record.linked.map((linked) => (
        <Links place={place} linked={linked} beside={beside} />
      ))}
      {history !== null && <Events place={place} history={history} called={called} />}
    </Page>
  );
}

/** A value on the page of its own record, where nothing is cut. */
function Whole({ text, label, isDay }: { readonly text: string | null } & Pick<ShownColumn, 'label' | 'isDay'>) {
  if (text === null || text === '') return <Blank of={label} />;
  return isDay ? <DateOf text={text} /> : <Outside text={text} />;
}

function calledBy(kind: RecordKind, { values }: RecordView): string {
  const columns = shownColumns(kind);
  const names = nameColumns(kind).map(({ name }) => values[columns.findIndex((column) => column.name === name)] ?? '');
  return names.filter((name) => name !== '').join(' ') || `${labelOf(kind, 1)} without a name`;
}

function Links({ place, linked, beside }: Pick<RecordProps, 'place' | 'beside'> & { readonly linked: Linked }) {
  const { other, own, rows } = linked;
  const told = beside.get(other.name);
  const isTold = rows.some(({ id }) => told?.has(id) === true);
  const columns = nameColumns(other);
  const lead = columns.findIndex(({ name }) => name === leadColumn(other)?.name);
  return (
    <>
      <h2>{other.label}</h2>
      {rows.length === 0 ? (
        <p class="quiet">None.</p>
      ) : (
        <List
          name={other.label}
          columns={[...[...columns, ...own].map(({ label }) => label), ...(isTold ? ['With'] : [])]}
          heading={Math.max(0, lead)}
          names={columns.length}
          rows={rows.map((row) => [
            ...row.names.map((value, at) =>
              at === lead ? (
                <a href={addresses.record(place.school.id, other, row.id)}>
                  {value === null ? '(blank)' : <Name text={value} />}
                </a>
              ) : (
                <Value text={value} />
              ),
            ),
            ...row.values.map((value) => <Value text={value === null ? null : String(value)} />),
            ...(isTold ? [<With place={place} linked={told?.get(row.id) ?? []} />] : []),
          ])}
        />
      )}
    </>
  );
}

/** The others that a linked record is linked with. */
function With({ place, linked }: Pick<RecordProps, 'place'> & { readonly linked: readonly Linked[] }) {
  return (
    <>
      {linked.flatMap(({ other: kind, rows }) =>
        rows.map((one, at) => (
          <>
            {at > 0 && ', '}
            <Mention place={place} kind={kind} record={one} />
          </>
        )),
      )}
    </>
  );
}

/** A linked record in one line: its name, and what its link says. */
function Mention(props: Pick<RecordProps, 'place'> & { readonly kind: RecordKind; readonly record: LinkedRecord }) {
  const { place, kind, record } = props;
  const name = record.names.filter((part) => part !== null).join(' ');
  const said = record.values.filter((value) => typeof value === 'string').join(', ');
  return <LinkedName school={place.school.id} kind={kind} id={record.id} name={name} said={said} />;
}

const verbs: Readonly<Record<Happening['change'], string>> = {
  added: 'came',
  changed: 'changed',
  removed: 'left',
  returned: 'came back',
};

interface EventsProps extends Pick<RecordProps, 'place' | 'called'> {
  readonly history: History;
}

/** What happened to a record and to its links, as the command `history` has it. */
function Events({ place, history, called }: EventsProps) {
  const { pipeline } = place;
  const { events, wasThereBefore } = history;
  return (
    <>
      <h2>History</h2>
      {events.length === 0 ? (
        <p class="quiet">{wasThereBefore ? 'Nothing has changed since the first load.' : 'None.'}</p>
      ) : (
        <ol>
          {events.map(({ at, kind, id, change, typed, by, fields }) => (
            <li>
              {at === null ? '' : <Time at={at} timezone={pipeline.timezone} />}{' '}
              {kind !== history.kind && <Other place={place} history={history} link={{ kind, id }} called={called} />}
              {verbs[change]}
              {typed && ' by hand'}
              {by !== null && (
                <>
                  , by <Outside text={by} />
                </>
              )}
              {change === 'changed' &&
                changesShown(pipeline, kind, fields).map(([column, field]) => (
                  <>
                    {'; '}
                    <FieldChange name={column} column={columnsByName(pipeline, kind).get(column)} field={field} />
                  </>
                ))}
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

interface OtherProps extends EventsProps {
  readonly link: Pick<Happening, 'kind' | 'id'>;
}

/** The record at the other end of a changed link, before what happened. */
function Other({ place, history, link: { kind, id }, called }: OtherProps) {
  const link = place.pipeline.links.find(({ name }) => name === kind);
  if (link === undefined || typeof id === 'string') return <>{kind}: </>;
  const other = link.ends[0].to === history.kind && id[0] === history.id ? 1 : 0;
  const to = recordKind(place.pipeline, link.ends[other].to);
  const name = called.get(to.name)?.get(id[other]);
  return (
    <>
      {to.label},{' '}
      {name === undefined ? (
        'one who is no longer known'
      ) : (
        <a href={addresses.record(place.school.id, to, id[other])}>
          <Outside text={name === '' ? '(blank)' : name} />
        </a>
      )}
      :{' '}
    </>
  );
}
