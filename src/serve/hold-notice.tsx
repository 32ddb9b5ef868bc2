import type { StoredHold } from '../load/hold/stored-hold.js';
import { addresses } from './addresses.js';
import { isApproved } from '../load/hold/release.js';
import { Answers } from './approvals.js';
import type { SchoolPlace } from './place.js';
import { Time } from './time.js';
import { may } from './visitor.js';
import { HoldDetails, WhyHeld } from './why-held.js';

/** That a school is held, why, who has approved it, and where to decide. */
export function HoldNotice({ place, hold }: { readonly place: SchoolPlace; readonly hold: StoredHold }) {
  const { pipeline, school, visitor } = place;
  return (
    <section class="notice" aria-labelledby="held">
      <h2 id="held">
        Held since <Time at={hold.heldSince} timezone={pipeline.timezone} />
      </h2>
      <p>
        <WhyHeld place={place} hold={hold} />
      </p>
      <Answers place={place} hold={hold} />
      <p>
        <a href={addresses.held(school.id)}>
          {may(visitor, 'editor') && !isApproved(hold, pipeline.serve.approvals)
            ? 'Look at what is held, and decide'
            : 'Look at what is held'}
        </a>
      </p>
      <HoldDetails place={place} hold={hold} />
    </section>
  );
}
