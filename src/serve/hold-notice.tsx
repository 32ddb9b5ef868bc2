import type { StoredHold } from '../load/hold/stored-hold.js';
import { hasApproved } from '../load/hold/release.js';
import { heldCounts, heldInWords } from '../words/held-in-words.js';
import { asSentence } from '../words/words.js';
import { addresses } from './addresses.js';
import { Answers } from './approvals.js';
import type { SchoolPlace } from './place.js';
import { Reason } from './reason.js';
import { Time } from './time.js';

interface Props {
  readonly place: SchoolPlace;
  readonly hold: StoredHold;
  /** The token that a form sends along; null for people who may not release. */
  readonly token: string | null;
}

/** The longest reason for a release that is kept. */
export const longestWhy = 500;

/** Why a school is held, what that keeps from being written, and the way out. */
export function HoldNotice({ place, hold, token }: Props) {
  const { pipeline, school } = place;
  const { heldAt, reason, counts } = hold;
  return (
    <section class="notice" aria-labelledby="held">
      <h2 id="held">
        Held since <Time at={heldAt} timezone={pipeline.timezone} />
      </h2>
      <p>
        <Reason school={school.id} text={reason} />
      </p>
      <p>
        If it is released: {asSentence(heldInWords(pipeline, heldCounts(counts)))} Whatever else the load changes is
        written with it. <a href={addresses.held(school.id)}>See each of them</a>
      </p>
      <Answers place={place} hold={hold} />
      {!hasApproved(hold, place.visitor.name) ? (
        <>
          <p>
            If it is wrong, correct it in the MIS or its export: the next run looks again, and you need do nothing here.
            If it is right, release it.
          </p>
          {token === null ? (
            <p class="quiet">Your account may not release it: ask someone who may change things here.</p>
          ) : (
            <Release school={school.id} hold={hold} token={token} />
          )}
        </>
      ) : (
        token !== null && <TakeBack school={school.id} token={token} />
      )}
    </section>
  );
}

/** Sends along which hold was looked at, so it does not release another one. */
function Release({
  school,
  hold,
  token,
}: {
  readonly school: string;
  readonly hold: StoredHold;
  readonly token: string;
}) {
  return (
    <form class="ask" method="post" action={`${addresses.held(school)}/release`}>
      <input type="hidden" name="_csrf" value={token} />
      <input type="hidden" name="run" value={hold.runId} />
      <input type="hidden" name="part" value={hold.fingerprint} />
      <label>
        Why is it right? (Your answer is kept; name nobody.)
        <input name="why" required maxlength={longestWhy} autocomplete="off" />
      </label>
      <button type="submit">Release</button>
    </form>
  );
}

function TakeBack({ school, token }: { readonly school: string; readonly token: string }) {
  return (
    <form class="ask" method="post" action={`${addresses.held(school)}/take-back`}>
      <input type="hidden" name="_csrf" value={token} />
      <button type="submit">Take back your approval</button>
    </form>
  );
}
