import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

/** For people who may look at pages, but not at this one, or not do this. */
export function RefusedPage({ pipeline, visitor }: Pick<PagePlace, 'pipeline' | 'visitor'>) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="Not allowed">
      <h1>Not allowed</h1>
      <p>Your account does not allow this. The person who looks after the accounts can change that.</p>
    </Page>
  );
}
