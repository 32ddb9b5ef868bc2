import { Outside } from '../report/html/words.js';
import { approvalsOf, hasApproved, isApproved } from '../load/hold/release.js';
import type { StoredHold } from '../load/hold/stored-hold.js';
import { addresses } from './addresses.js';
import { Fault } from './fault.js';
import { Answers } from './approvals.js';
import type { SchoolPlace } from './place.js';
import { shortened } from './shortened.js';

interface Props {
  readonly place: SchoolPlace;
  readonly hold: StoredHold;
  /** The token that a form sends along; null for people who may not decide. */
  readonly token: string | null;
  /** What was typed and not taken; blank otherwise. */
  readonly typed: string;
  /** Why a form changed nothing; null if none was sent. */
  readonly refusal: string | null;
}

/** The longest word about a hold that is kept. */
const longestWhy = 500;

/** Null if what somebody says of a hold is short enough to be kept. */
export function tooLong(why: string): string | null {
  const { length } = [...why];
  if (length <= longestWhy) return null;
  return `Nothing was changed: your reason has ${String(length)} characters, and at most ${String(longestWhy)} are kept. Shorten it.`;
}

/** Where somebody says why; one that is too long is not cut while it is typed or pasted, because nobody would see that. */
export function Why({ typed }: { readonly typed: string }) {
  const fault = tooLong(typed) === null ? {} : { 'aria-invalid': true, 'aria-describedby': 'fault' };
  return <input name="why" required value={typed} autocomplete="off" {...fault} />;
}

/** What was typed, where there is no field for it any longer. */
export function InVain({ typed }: { readonly typed: string }) {
  if (typed === '') return null;
  return (
    <p>
      You typed: “<Outside text={typed} />”
    </p>
  );
}

/** What people have said about a hold, and the forms by which the visitor does. */
export function DecideHold(props: Props) {
  const { place, hold, token, typed, refusal } = props;
  const { pipeline, visitor } = place;
  const isOwn = hasApproved(hold, visitor.name);
  const mayApprove = !isOwn && !isApproved(hold, pipeline.serve.approvals);
  const isNameless = pipeline.serve.approvals > 1 && visitor.name === null;
  return (
    <section aria-labelledby="decision">
      <h2 id="decision">Your decision</h2>
      <Fault fault={refusal} />
      {(token === null || isNameless) && <InVain typed={typed} />}
      <Answers place={place} hold={hold} />
      {token === null && <p>Your account may not decide: ask somebody who may change things here.</p>}
      {token !== null && isNameless && (
        <p>
          {String(pipeline.serve.approvals)} people have to approve it, and nobody here has a name: ask the operator for
          accounts.
        </p>
      )}
      {token !== null && !isNameless && (
        <>
          {mayApprove && <Advice {...props} />}
          <Decide {...{ place, hold, token, mayApprove, typed }} />
          {isOwn && <TakeBack school={place.school.id} token={token} />}
        </>
      )}
    </section>
  );
}

function Advice({ place: { pipeline }, hold }: Props) {
  const { approvals } = pipeline.serve;
  const isLast = approvalsOf(hold).length + 1 >= approvals;
  return (
    <>
      <p>
        If it is wrong, correct it in the MIS or its export: the next run looks again, and nothing has to be done here.
        If it is right, approve it.
      </p>
      {!isLast && <p>Two people have to approve it before the next run: after you, somebody else has to.</p>}
    </>
  );
}

interface DecideProps {
  readonly place: SchoolPlace;
  readonly hold: StoredHold;
  readonly token: string;
  readonly mayApprove: boolean;
  readonly typed: string;
}

/** Sends along which hold was looked at, so it decides about no other. */
function Decide({ place: { school }, hold, token, mayApprove, typed }: DecideProps) {
  const to = addresses.held(school.id);
  return (
    <form class="ask" method="post" action={mayApprove ? `${to}/release` : `${to}/keep`}>
      <input type="hidden" name="_csrf" value={token} />
      <input type="hidden" name="run" value={hold.runId} />
      <input type="hidden" name="part" value={hold.fingerprint} />
      <label class="words">
        {mayApprove
          ? 'Why? (Everybody who sees the school can read it; name nobody.)'
          : 'Why should it stay held after all?'}
        <Why typed={typed} />
      </label>
      {mayApprove && (
        <button type="submit">
          Approve for <Outside text={shortened(school.name ?? school.id)} />
        </button>
      )}
      <button type="submit" class="plain" formaction={`${to}/keep`}>
        Keep it held
      </button>
    </form>
  );
}

function TakeBack({ school, token }: { readonly school: string; readonly token: string }) {
  return (
    <form class="ask" method="post" action={`${addresses.held(school)}/take-back`}>
      <input type="hidden" name="_csrf" value={token} />
      <button type="submit" class="plain">
        Take back your approval
      </button>
    </form>
  );
}
