import type { HeldKind } from '../../browse/held-items.js';
import type { Grouping, HeldGroup, HeldOne } from '../../browse/held-review.js';
import type { SchoolLine } from '../../browse/school-list.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import type { ListedSchool } from '../../report/config/school-list.js';
import { countOfKind, label } from '../../words/words.js';
import { noneOf } from '../../words/hold-words.js';
import { Outside } from '../../report/html/words.js';
import { addresses, partQuery } from '../addresses.js';
import { DecideHold, InVain } from '../decide-hold.js';
import { Fault } from '../fault.js';
import { columnsByName } from '../fields.js';
import { HoldTables } from '../hold-tables.js';
import { Page } from '../layout.js';
import { Parts } from '../parts.js';
import { untilInWords } from '../paused.js';
import type { SchoolPlace } from '../place.js';
import { Time } from '../time.js';
import { HoldDetails, WhyHeld } from '../why-held.js';

/** What a form could not do. */
export const refusals = {
  another: 'Nothing was changed: what is held has changed since you looked at it. Look again.',
  why: 'Nothing was changed: say why.',
  nameless:
    'Nothing was changed: two people have to approve it, and nobody here has a name. Ask the operator for accounts.',
  used: 'There is no approval of yours to take back: a run has used it, or you have not approved it.',
} as const;

/** Which part of what is held is asked for. */
export interface AskedHeld {
  readonly kind: string | null;
  readonly by: string | null;
  readonly search: string;
}

/** What is held of one kind, as far as the page shows it. */
export interface ShownHeld {
  readonly of: HeldKind;
  readonly groupings: readonly Grouping[];
  readonly grouping: Grouping | null;
  readonly groups: readonly HeldGroup[];
  readonly ones: readonly HeldOne[];
  readonly total: number;
}

interface Props {
  readonly place: SchoolPlace;
  readonly line: SchoolLine;
  readonly hold: StoredHold | null;
  /** The file of a school that is paused, as it is now; null if it has none. */
  readonly differences: ListedSchool | null;
  /** Why a form changed nothing; null if none was sent. */
  readonly refusal: string | null;
  /** What was typed and not taken; blank otherwise. */
  readonly typed: string;
  /** Of which something is held. */
  readonly kinds: readonly HeldKind[];
  readonly asked: AskedHeld;
  /** Null if no record or link is held. */
  readonly shown: ShownHeld | null;
  readonly page: number;
  readonly pages: number;
  readonly token: string | null;
}

/** What a load would do that looks like an accident, for a person to decide: all of it still comes through. */
export function HeldPage(props: Props) {
  const { place, line, hold, differences, refusal, kinds, shown, token, typed } = props;
  const { pausedUntil } = line;
  return (
    <Page place={place} title="Held" isRefused={refusal !== null}>
      <h1>Held</h1>
      {pausedUntil !== null && (
        <p>
          Paused {untilInWords(pausedUntil, differences)}: no run loads the school until then.{' '}
          {hold === null ? 'There is nothing to approve.' : 'What was held before waits for the end of the pause.'}
        </p>
      )}
      {hold === null ? (
        <>
          <Fault fault={refusal} />
          <InVain typed={typed} />
          {pausedUntil === null && <p>Nothing of this school is held.</p>}
        </>
      ) : (
        <>
          <p class="lead">
            <WhyHeld place={place} hold={hold} />
          </p>
          <Since place={place} line={line} hold={hold} />
          <DecideHold {...{ place, hold, token, typed, refusal }} />
          <HoldTables pipeline={place.pipeline} hold={hold} />
          <HoldDetails place={place} hold={hold} />
          <Whole place={place} hold={hold} kinds={kinds} />
          {shown !== null && <Who {...props} shown={shown} />}
        </>
      )}
    </Page>
  );
}

function Since({ place, line: { loadedAt }, hold }: Pick<Props, 'place' | 'line'> & { readonly hold: StoredHold }) {
  const { timezone } = place.pipeline;
  return (
    <p>
      Held since <Time at={hold.heldSince} timezone={timezone} />
      {hold.heldAt !== hold.heldSince && (
        <>
          {' '}
          (this is what the run of <Time at={hold.heldAt} timezone={timezone} /> held)
        </>
      )}
      .{' '}
      {loadedAt !== null && (
        <>
          What was loaded on <Time at={loadedAt} timezone={timezone} /> is still in use.
        </>
      )}
    </p>
  );
}

interface WholeProps extends Pick<Props, 'place' | 'kinds'> {
  readonly hold: StoredHold;
}

/** What is held of whole kinds, of which there is nobody to name. */
function Whole({ place: { pipeline, school }, hold: { facts }, kinds }: WholeProps) {
  const whole = kinds.filter((of) => of.whole !== null);
  if (whole.length === 0) return null;
  const read = facts?.cause.type === 'first' ? facts.cause.read : [];
  return (
    <>
      <ul>
        {whole.map(({ kind: { name }, whole: what }) => {
          const counted = read.filter(({ kind }) => kind === name);
          if (what === 'emptied') return <li>The extract came without any {label(pipeline, name, 2)}.</li>;
          return (
            <li>
              {counted.length === 0
                ? `None of the ${label(pipeline, name, 2)} comes through.`
                : noneOf(pipeline, counted)}
            </li>
          );
        })}
      </ul>
      {whole.some(({ whole: what }) => what === 'none') && (
        <p>
          <a href={addresses.notThrough(school.id)}>Why, record by record</a>
        </p>
      )}
    </>
  );
}

type WhoProps = Omit<Props, 'shown'> & { readonly shown: ShownHeld };

function Who(props: WhoProps) {
  const { place, kinds, asked, shown, page, pages } = props;
  const { pipeline, school } = place;
  const at = addresses.held(school.id);
  const query = { kind: shown.of.kind.name, by: asked.by, search: asked.search || null };
  return (
    <section aria-labelledby="who">
      <h2 id="who">Who would go or change</h2>
      <nav aria-label="What is held, by kind" class="outcomes">
        <ul>
          {kinds.map(
            ({ kind, records }) =>
              records > 0 && (
                <li>
                  <a
                    href={`${at}${partQuery({ kind: kind.name })}#who`}
                    aria-current={kind === shown.of.kind ? 'true' : undefined}
                  >
                    {kind.label} <span class="quiet">{String(records)}</span>
                  </a>
                </li>
              ),
          )}
        </ul>
      </nav>
      <Ask {...props} />
      <p role="status">{countOfKind(pipeline, shown.of.kind.name, shown.total)}</p>
      <p class="beside">
        <a href={`${at}.csv${partQuery({ kind: query.kind, search: query.search })}`} download>
          Download these
        </a>
        <a href={`${at}.csv`} download>
          Download all that is held
        </a>
      </p>
      <Ones place={place} shown={shown} />
      <Parts page={page} pages={pages} at={(part) => `${at}${partQuery(query, part)}#who`} />
    </section>
  );
}

function Ask({ place, asked, shown: { of, groupings, grouping } }: WhoProps) {
  return (
    <form class="ask" role="search" action={`${addresses.held(place.school.id)}#who`}>
      <input type="hidden" name="kind" value={of.kind.name} />
      <label>
        Name
        <input type="search" name="search" value={asked.search} autocomplete="off" />
      </label>
      {groupings.length > 0 && (
        <label>
          In groups by
          <select name="by">
            {groupings.map(({ name, label: called }) => (
              <option value={name} selected={name === grouping?.name}>
                {called}
              </option>
            ))}
            <option value="none" selected={grouping === null}>
              nothing
            </option>
          </select>
        </label>
      )}
      <button type="submit">Show</button>
    </form>
  );
}

function Ones({ place, shown: { of, grouping, groups, ones } }: Pick<WhoProps, 'place' | 'shown'>) {
  if (grouping === null) return <Names place={place} of={of} ones={ones} />;
  const values = [...new Set(ones.map(({ group }) => group))];
  return (
    <>
      {values.map((value) => (
        <>
          <h3>
            {value === null ? `No ${grouping.label.toLowerCase()}` : <Outside text={value} />}{' '}
            <span class="quiet">
              <Share group={groups.find((one) => one.value === value)} />
            </span>
          </h3>
          <Names place={place} of={of} ones={ones.filter(({ group }) => group === value)} />
        </>
      ))}
    </>
  );
}

function Share({ group }: { readonly group: HeldGroup | undefined }) {
  if (group === undefined) return null;
  const { held, all } = group;
  if (all === null) return <>{String(held)}</>;
  return <>{held >= all ? `all ${String(held)}` : `${String(held)} of ${String(all)}`}</>;
}

function Names({ place, of: { kind }, ones }: Pick<WhoProps, 'place'> & { of: HeldKind; ones: readonly HeldOne[] }) {
  const { pipeline } = place;
  const columns = columnsByName(pipeline, kind.name);
  return (
    <ul class="held-names">
      {ones.map((one) => (
        <li>
          <One place={place} one={one} />
          {one.change === 'changed' && (
            <span class="quiet">
              {' '}
              {one.columns.map((column) => columns.get(column)?.label ?? column).join(', ')} would change
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

/** By name, or by the id where there is none. */
function One({ place: { pipeline, school }, one: { kind, id, name } }: Pick<WhoProps, 'place'> & { one: HeldOne }) {
  const called = name ?? `${label(pipeline, kind.name, 1)} ${[id].flat().join(' and ')}`;
  if (kind.type === 'link' || typeof id !== 'string') return <Outside text={called} />;
  return (
    <a href={addresses.record(school.id, kind, id)}>
      <Outside text={called} />
    </a>
  );
}
