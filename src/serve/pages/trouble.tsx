import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

/** For a page that cannot be made: the terminal says what was wrong, not the page. */
export function TroublePage({ pipeline, visitor }: Pick<PagePlace, 'pipeline' | 'visitor'>) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="That did not work">
      <h1>That did not work</h1>
      <p>
        The page cannot be shown at the moment. Try again in a minute; if that does not help, tell the person who runs
        the nightly import.
      </p>
    </Page>
  );
}
