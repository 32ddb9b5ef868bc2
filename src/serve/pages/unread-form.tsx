import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

const faults = new Map([
  [413, 'The form is too long: shorten what you typed, and send it again.'],
  [415, 'That is not a form of these pages. Go back, reload the page, and send its form.'],
]);

export function isUnread(code: number): boolean {
  return faults.has(code);
}

/** For a form that was sent and not read. */
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
