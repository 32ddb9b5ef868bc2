import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

/** For a form that was not made for whoever sent it, or is from before the pages were started anew. */
export function OldFormPage({ pipeline, visitor }: Pick<PagePlace, 'pipeline' | 'visitor'>) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="Nothing was changed">
      <h1>Nothing was changed</h1>
      <p>The form is too old, or not from these pages. Go back, load the page again, and send it once more.</p>
    </Page>
  );
}
