import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

/** Where a page cannot be made: what was wrong is said on the terminal, not here. */
export function TroublePage({ pipeline, visitor }: Pick<PagePlace, 'pipeline' | 'visitor'>) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="That did not work">
      <h1>That did not work</h1>
      <p>
        The page cannot be made just now. Try again in a minute; if it stays so, tell whoever runs the nightly import.
      </p>
    </Page>
  );
}
