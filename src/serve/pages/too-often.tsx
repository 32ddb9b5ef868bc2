import { counted } from '../../pipeline/text/counted.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

/** For people who try to sign in too often. */
export function TooOftenPage({
  pipeline,
  visitor,
  seconds,
}: Pick<PagePlace, 'pipeline' | 'visitor'> & { readonly seconds: number }) {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title="Too many attempts">
      <h1>Too many attempts</h1>
      <p>
        There were too many attempts with a wrong password. Wait {counted(minutes, 'minute')}, then try again. If you
        have forgotten the password, the person who runs the nightly import can set a new one.
      </p>
    </Page>
  );
}
