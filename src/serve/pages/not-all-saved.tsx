import type { ShownColumn } from '../../browse/columns.js';
import type { KnownNames } from '../../browse/names-of.js';
import { counted, noun } from '../../pipeline/text/counted.js';
import { labelOf } from '../../pipeline/text/label-of.js';
import { Value } from '../cut.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import type { KindPlace } from '../place.js';
import { TypingField, TypingForm } from '../typing.js';
import { savingAgain, WhyNotSaved, type Refused } from '../why-not-saved.js';

/** A value that was typed and not written. */
export interface NotSaved {
  readonly id: string;
  readonly column: ShownColumn;
  readonly typed: string;
  /** What was there when it was typed; undefined if the form did not say it. */
  readonly against: string | undefined;
  readonly refused: Refused;
}

interface Props {
  readonly place: KindPlace;
  readonly refused: readonly NotSaved[];
  readonly names: KnownNames;
  /** Of how many records the rest was saved. */
  readonly saved: number;
  readonly to: string;
  readonly token: string;
}

/** For what was typed in a list and not written: what is there now beside what they typed, to send again. */
export function NotAllSavedPage({ place, refused, names, saved, to, token }: Props) {
  const { kind } = place;
  const again = savingAgain(
    place,
    refused.map((one) => one.refused),
  );
  const nameOf = (id: string): string => names.get(kind.name)?.get(id) || `${labelOf(kind, 1)} without a name`;
  return (
    <Page place={place} title="Not saved" isRefused>
      <h1>
        {counted(refused.length, 'value')} {noun(refused.length, 'was', 'were')} not saved
      </h1>
      <p>
        {saved === 0
          ? 'Nothing else was sent.'
          : `What you typed of ${counted(saved, labelOf(kind, 1), `other ${labelOf(kind, 2)}`)} is saved.`}{' '}
        {again === '' ? (
          <a href={to} data-leaves>
            Go back
          </a>
        ) : (
          <>
            {again} Or{' '}
            <a href={to} data-leaves>
              leave everything as it is now
            </a>
            .
          </>
        )}
      </p>
      <TypingForm {...{ place, token, to }} saved={null} isRefused>
        <List
          name="Not saved"
          columns={['Of', 'Why', 'Now', 'You typed']}
          rows={refused.map(({ id, column, typed, against, refused: one }) => {
            const now = one.outcome === 'missing' ? null : one.now;
            return [
              nameOf(id),
              <WhyNotSaved {...{ place }} refused={one} />,
              now === null ? '(blank)' : <Value text={now} />,
              <TypingField {...{ column, against }} record={{ id }} name={nameOf(id)} value={typed} shown={now} />,
            ];
          })}
        />
      </TypingForm>
    </Page>
  );
}
