import type { ShownColumn } from '../../browse/columns.js';
import type { KnownNames } from '../../browse/names-of.js';
import { counted, noun } from '../../pipeline/text/counted.js';
import { Value } from '../cut.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import type { KindPlace } from '../place.js';
import type { TypedEntry } from '../typed-entries.js';
import { TypingField, TypingForm } from '../typing.js';

interface Props {
  readonly place: KindPlace;
  readonly typed: readonly (TypedEntry & { readonly column: ShownColumn })[];
  readonly names: KnownNames;
  /** Where they typed it. */
  readonly to: string;
  readonly token: string;
}

/** What somebody typed before their session ended, after they have signed in again. */
export function UnsavedPage({ place, typed, names, to, token }: Props) {
  const { kind } = place;
  const nameOf = (id: string): string => names.get(kind.name)?.get(id) || `${kind.one} without a name`;
  return (
    <Page place={place} title="Not saved yet">
      <h1>
        {counted(typed.length, 'value')} {noun(typed.length, 'is', 'are')} not saved yet
      </h1>
      <p>
        You are signed in again. This is what you typed: save it, or{' '}
        <a href={to} data-leaves>
          leave it
        </a>
        .
      </p>
      <TypingForm {...{ place, token, to }} saved={null} isRefused>
        <List
          name="Not saved yet"
          columns={['Of', 'Before', 'You typed']}
          rows={typed.map(({ id, column, value, shown = '' }) => [
            nameOf(id),
            shown === '' ? '(blank)' : <Value text={shown} />,
            <TypingField {...{ column, value, shown }} record={{ id }} name={nameOf(id)} />,
          ])}
        />
      </TypingForm>
    </Page>
  );
}
