import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

/** There is nothing at that address, or nothing that this person may see. */
export function MissingPage({ pipeline, visitor }: Pick<PagePlace, 'pipeline' | 'visitor'>) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="Not found">
      <h1>Not found</h1>
      <p>There is nothing at this address. It may have been mistyped, or what was here is gone.</p>
    </Page>
  );
}
