import type { ShownColumn } from '../../browse/columns.js';
import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { KindPlace } from '../place.js';
import { Typed } from '../typed.js';

interface Props {
  readonly place: KindPlace;
  readonly column: ShownColumn;
  readonly record: { readonly id: string };
  /** What the field has now. */
  readonly now: string | null;
  readonly typed: string;
  /** Why it was not saved. */
  readonly because: string;
  readonly token: string;
}

/** For something typed that was not written: shows what is there now, and what they typed, to send again. */
export function NotSavedPage({ place, column, record, now, typed, because, token }: Props) {
  const to = addresses.record(place.school.id, place.kind, record.id);
  return (
    <Page place={place} title="Not saved" isRefused>
      <h1>Not saved</h1>
      <p class="failed">{because}</p>
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
