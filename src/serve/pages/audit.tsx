import type { AuditLine } from '../../browse/list-audit.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { Outside } from '../../report/html/words.js';
import { addresses, type AskedAudit } from '../addresses.js';
import { Name, Value } from '../cut.js';
import { deeds } from '../deeds.js';
import { Page } from '../layout.js';
import { holdOfEntry } from '../hold-of-entry.js';
import { List } from '../list.js';
import { SchoolName } from '../school-name.js';
import type { PagePlace } from '../place.js';
import { withNamesOfSchools } from '../schools-of-account.js';
import { Time } from '../time.js';

interface Props {
  readonly place: PagePlace;
  readonly asked: AskedAudit;
  readonly lines: readonly AuditLine[];
  /** Of the schools that they are about, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** The last of them, if older ones follow. */
  readonly older: string | null;
}

/** Who did what, newest first. */
export function AuditPage({ place, asked, lines, names, older }: Props) {
  return (
    <Page place={place} title="Who did what">
      <h1>Who did what</h1>
      <form class="ask choose" method="get" action={addresses.audit}>
        <label>
          School, by its id
          <input name="school" value={asked.school ?? ''} autocomplete="off" maxlength={200} />
        </label>
        <label>
          Who, by the name of the account
          <input name="who" value={asked.who ?? ''} autocomplete="off" autocapitalize="none" maxlength={100} />
        </label>
        <label>
          What
          <select name="what">
            <option value="">all</option>
            {Object.entries(deeds).map(([what, label]) => (
              <option value={what} selected={what === asked.what}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label>
          From
          <input type="date" name="from" value={asked.from ?? ''} />
        </label>
        <label>
          To
          <input type="date" name="to" value={asked.to ?? ''} />
        </label>
        <button type="submit">Show</button>
      </form>
      {lines.length > 0 && (
        <p>
          <a href={addresses.audited({ ...asked, before: null }, addresses.exportedAudit)}>Export, as CSV</a>
        </p>
      )}
      {lines.length === 0 ? (
        <p>
          There is nothing to show for that. <a href={addresses.audit}>All of it</a>
        </p>
      ) : (
        <Lines place={place} lines={lines} names={names} />
      )}
      {(asked.before !== null || older !== null) && (
        <nav aria-label="Parts" class="beside">
          {asked.before !== null && <a href={addresses.audited({ ...asked, before: null })}>Newest</a>}
          {older !== null && <a href={addresses.audited({ ...asked, before: older })}>Older</a>}
        </nav>
      )}
    </Page>
  );
}

function Lines({ place, lines, names }: Pick<Props, 'place' | 'lines' | 'names'>) {
  return (
    <List
      name="Who did what"
      columns={[
        'When',
        { label: 'Who', isPlain: true },
        { label: 'What', isPlain: true },
        'School',
        'Of',
        'More',
        'From',
      ]}
      rows={lines.map((line) => [
        <Time at={line.at} timezone={place.pipeline.timezone} />,
        line.who === null ? <span class="quiet">not signed in</span> : <Name text={line.who} />,
        deeds[line.what] ?? <Outside text={line.what} />,
        line.school === null ? null : (
          <SchoolName school={line.school} name={names.get(line.school) ?? null} to={addresses.school(line.school)} />
        ),
        <Subject place={place} line={line} />,
        <More line={line} names={names} />,
        line.address === null ? null : <Outside text={line.address} />,
      ])}
    />
  );
}

interface OfLine {
  readonly line: AuditLine;
}

/** What it was done to: a record, by its id, a kind or a hold. */
function Subject({ place, line }: Pick<Props, 'place'> & OfLine) {
  const { school, kind: name, recordId } = line;
  const hold = holdOfEntry(line);
  if (hold !== null)
    return (
      <>
        the hold of <Time at={hold.at} timezone={place.pipeline.timezone} />
      </>
    );
  if (name === null && recordId === null) return null;
  const kind = place.pipeline.records.find((one) => one.name === name);
  if (recordId === null) return kind === undefined ? <Outside text={name ?? ''} /> : <>{kind.label}</>;
  const words = <Outside text={`${kind === undefined ? (name ?? '') : labelOf(kind, 1)} ${recordId}`.trim()} />;
  return kind === undefined || school === null ? words : <a href={addresses.record(school, kind, recordId)}>{words}</a>;
}

function More({ line, names }: Pick<Props, 'names'> & OfLine) {
  const hold = holdOfEntry(line);
  const detail = hold === null ? line.detail : hold.said;
  return detail === null ? null : <Value text={withNamesOfSchools({ ...line, detail }, names)} />;
}
