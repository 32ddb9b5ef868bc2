import type { SchoolLine } from '../../browse/school-list.js';
import { hasApproved, isApproved } from '../../load/hold/release.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import { counted, noun } from '../../pipeline/text/counted.js';
import { addresses, partQuery } from '../addresses.js';
import { stateOf } from '../approvals.js';
import { InVain, Why } from '../decide-hold.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import { Parts } from '../parts.js';
import type { PagePlace } from '../place.js';
import { SchoolName } from '../school-name.js';
import { Day } from '../time.js';
import { WhyHeld } from '../why-held.js';

/** A school that is held, and what it takes to decide about it. */
export interface HeldSchool {
  readonly line: SchoolLine;
  readonly hold: StoredHold;
}

/** What became of the schools that somebody approved at once. */
export interface Approved {
  readonly approved: number;
  /** Of these, how many another person has to approve, too. */
  readonly waiting: number;
  /** Of those named, how many were not approved, because what is held has changed. */
  readonly changed: number;
}

/** Why nothing was approved at all. */
export const refusals = {
  none: 'Choose at least one school.',
  why: 'Nothing was approved: say why they are right.',
  nameless:
    'Nothing was approved: two people have to approve a load, and nobody here has a name. Ask the operator for accounts.',
} as const;

export interface HeldSchoolsProps {
  readonly place: PagePlace;
  readonly schools: readonly HeldSchool[];
  readonly total: number;
  readonly done: Approved | null;
  /** Why nothing was approved; null if no form was sent. */
  readonly refusal: string | null;
  /** What was typed and chosen and not taken; blank and empty otherwise. */
  readonly typed: string;
  readonly chosen: ReadonlySet<string>;
  readonly page: number;
  readonly pages: number;
  /** The token that a form sends along; null for people who may not decide. */
  readonly token: string | null;
}

/** All schools that are held, to look at each and approve several at once. */
export function HeldSchoolsPage(props: HeldSchoolsProps) {
  const { place, schools, total, done, refusal, page, pages, token, typed } = props;
  return (
    <Page place={place} title="Held schools" isRefused={refusal !== null}>
      <h1>Held schools</h1>
      {done !== null && <Done {...done} />}
      {total === 0 ? (
        <>
          <Fault fault={refusal} />
          <InVain typed={typed} />
          <p>No school is held.</p>
        </>
      ) : token === null ? (
        <>
          <Fault fault={refusal} />
          <InVain typed={typed} />
          <Schools {...props} />
        </>
      ) : (
        <form method="post" class="approve" action={`${addresses.heldSchools}/release${partQuery({}, page)}`}>
          <input type="hidden" name="_csrf" value={token} />
          <Schools {...props} />
          {schools.some(({ hold }) => mayApprove(props, hold)) ? (
            <Decide {...{ place, typed, refusal }} left={leftOut(props)} />
          ) : (
            <>
              <Fault fault={refusal} />
              <InVain typed={typed} />
            </>
          )}
        </form>
      )}
      <Parts page={page} pages={pages} at={(part) => `${addresses.heldSchools}${partQuery({}, part)}`} />
    </Page>
  );
}

function Done({ approved, waiting, changed }: Approved) {
  return (
    <p role="status" class={approved === 0 ? undefined : 'done'}>
      <strong>{approved === 0 ? 'Nothing was approved.' : `${counted(approved, 'school')} approved by you.`}</strong>
      {approved > 0 && ` ${whatNext(approved, waiting)}`}
      {changed > 0 &&
        ` ${counted(changed, 'school')} ${noun(changed, 'was', 'were')} not: what is held has changed since you looked at it. Look again.`}
    </p>
  );
}

function whatNext(approved: number, waiting: number): string {
  const through = approved - waiting;
  const goes = `${noun(through, 'goes', 'go')} through tonight`;
  if (waiting === 0) return `${noun(approved, 'It', 'They')} ${goes}.`;
  const needs = (who: string) => `${who} ${noun(waiting, 'needs', 'need')} one more person before tonight`;
  if (through > 0) return `${String(through)} ${goes}, and ${needs(String(waiting))}.`;
  return `${noun(waiting, 'It', 'Each')} needs one more person before tonight.`;
}

function mayApprove({ place, token }: Pick<HeldSchoolsProps, 'place' | 'token'>, hold: StoredHold): boolean {
  const { visitor, pipeline } = place;
  return token !== null && !hasApproved(hold, visitor.name) && !isApproved(hold, pipeline.serve.approvals);
}

function Schools(props: HeldSchoolsProps) {
  const { place, schools, total, chosen } = props;
  const { timezone } = place.pipeline;
  return (
    <List
      name="Held schools"
      caption={`${counted(total, 'school')}. What they have is still in use.`}
      columns={['School', 'Since', { label: 'Why', isPlain: true }, 'Where it stands']}
      rows={schools.map(({ line, hold }) => [
        <School {...{ line, hold, chosen }} mayChoose={mayApprove(props, hold)} />,
        <Day at={hold.heldSince} timezone={timezone} />,
        <WhyHeld place={place} hold={hold} />,
        stateOf({ place, hold }) ?? 'nobody has decided',
      ])}
    />
  );
}

interface SchoolProps extends HeldSchool, Pick<HeldSchoolsProps, 'chosen'> {
  readonly mayChoose: boolean;
}

/** Which hold was looked at goes along, so it approves no other. */
function choiceOf({ line: { school }, hold }: HeldSchool): string {
  return `${hold.runId} ${hold.fingerprint} ${school}`;
}

/** How many were chosen that cannot be chosen again. */
function leftOut(props: HeldSchoolsProps): number {
  const { schools, chosen } = props;
  const choices = new Set(schools.filter(({ hold }) => mayApprove(props, hold)).map(choiceOf));
  return [...chosen].filter((one) => !choices.has(one)).length;
}

function School({ line, hold, mayChoose, chosen }: SchoolProps) {
  const { school, name } = line;
  const value = choiceOf({ line, hold });
  return (
    <span class="choice">
      {mayChoose && (
        <input
          type="checkbox"
          name="hold"
          value={value}
          checked={chosen.has(value)}
          aria-label={`Approve ${name ?? school}`}
        />
      )}
      <span>
        <SchoolName school={school} name={name} to={addresses.held(school)} />
      </span>
    </span>
  );
}

/** The script says on the button how many are chosen. */
function Decide({
  place: { pipeline },
  typed,
  refusal,
  left,
}: Pick<HeldSchoolsProps, 'place' | 'typed' | 'refusal'> & { readonly left: number }) {
  return (
    <section aria-labelledby="decision">
      <h2 id="decision">Approve those that are chosen</h2>
      <p>
        Look at each of them first. {pipeline.serve.approvals > 1 && 'Two people have to approve each. '}
        It goes through with the next run, unless that would remove or change more.
      </p>
      <Fault fault={refusal} />
      {left > 0 && (
        <p>
          {counted(left, 'school')} that you chose {noun(left, 'is', 'are')} no longer chosen: what is held has changed
          since you looked at it, or it is approved. Look again.
        </p>
      )}
      <div class="ask">
        <label class="words">
          Why? (Everybody who sees the schools can read it; name nobody.)
          <Why typed={typed} />
        </label>
        <button type="submit">Approve the chosen schools</button>
      </div>
    </section>
  );
}
