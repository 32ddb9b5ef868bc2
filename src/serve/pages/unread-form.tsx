import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

const faults = new Map([
  [413, 'The form is too long: make what was typed shorter, and send it once more.'],
  [415, 'What was sent is no form of these pages. Go back, load the page again, and send its form.'],
]);

export function isUnread(code: number): boolean {
  return faults.has(code);
}

/** For what was sent and not read. */
export function UnreadFormPage({
  pipeline,
  visitor,
  code,
}: Pick<PagePlace, 'pipeline' | 'visitor'> & { readonly code: number }) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="Nothing was changed">
      <h1>Nothing was changed</h1>
      <p>{faults.get(code)}</p>
    </Page>
  );
}
