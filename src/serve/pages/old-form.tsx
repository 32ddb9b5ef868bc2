import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

/** For a form that was made for somebody else, or before the pages were restarted. */
export function OldFormPage({ pipeline, visitor }: Pick<PagePlace, 'pipeline' | 'visitor'>) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="Nothing was changed">
      <h1>Nothing was changed</h1>
      <p>The form is too old, or not from these pages. Go back, reload the page, and send the form again.</p>
    </Page>
  );
}
