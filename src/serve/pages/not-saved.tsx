import type { ShownColumn } from '../../browse/columns.js';
import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { KindPlace } from '../place.js';
import { Typed } from '../typed.js';
import { savingAgain, WhyNotSaved, type Refused } from '../why-not-saved.js';

interface Props {
  readonly place: KindPlace;
  readonly column: ShownColumn;
  readonly record: { readonly id: string };
  readonly typed: string;
  readonly refused: Refused;
  readonly token: string;
}

/** For something typed that was not written: shows what is there now, and what they typed, to send again. */
export function NotSavedPage({ place, column, record, typed, refused, token }: Props) {
  const now = refused.outcome === 'missing' ? null : refused.now;
  const to = addresses.record(place.school.id, place.kind, record.id);
  return (
    <Page place={place} title="Not saved" isRefused>
      <h1>Not saved</h1>
      <p class="failed">
        <WhyNotSaved {...{ place, refused }} />
      </p>
      <p>{savingAgain(place, [refused])}</p>
      <dl>
        <dt>{column.label} now</dt>
        <dd>{now === null ? '(blank)' : <Outside text={now} />}</dd>
        <dt>You typed</dt>
        <dd>
          <Typed {...{ place, column, record, value: typed, shown: now, to, token }} />
        </dd>
      </dl>
      <p>
        <a href={to}>Leave it as it is now</a>
      </p>
    </Page>
  );
}
