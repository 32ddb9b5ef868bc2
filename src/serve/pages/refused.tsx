import { Page } from '../layout.js';
import type { Place } from '../place.js';

/** For who may look at a page, but not do this. */
export function RefusedPage({ pipeline, visitor }: Pick<Place, 'pipeline' | 'visitor'>) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="Not allowed">
      <h1>Not allowed</h1>
      <p>Your account may look at this, and not change it. Whoever looks after the accounts can change that.</p>
    </Page>
  );
}
