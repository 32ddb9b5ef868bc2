import type { HeldRecord } from '../../browse/held-items.js';
import type { KnownNames } from '../../browse/names-of.js';
import { ownFile } from '../../load/hold/weigh.js';
import type { StoredHold } from '../../load/hold/stored-hold.js';
import type { LinkKind, RecordKind } from '../../pipeline/pipeline.js';
import { label } from '../../words/words.js';
import { addresses, partQuery } from '../addresses.js';
import { Choose } from '../choose.js';
import { columnLabels } from '../fields.js';
import { HoldNotice } from '../hold-notice.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import { Parts } from '../parts.js';
import type { SchoolPlace } from '../place.js';
import { Who } from '../who.js';

/** What a form could not do, by the word in its answer's address. */
export const refusals = {
  another: 'Nothing was released: what is held has changed since you looked at it. Look again.',
  why: 'Nothing was released: say why it is right.',
  nameless:
    'Nothing was released: two people have to approve it, and nobody here has a name. Ask the operator for accounts.',
  used: 'There is no approval to take back: a run has used it, or nothing was approved.',
} as const;

interface Props {
  readonly place: SchoolPlace;
  readonly hold: StoredHold | null;
  readonly refusal: keyof typeof refusals | null;
  /** Kinds of which something is held. */
  readonly kinds: readonly (RecordKind | LinkKind)[];
  /** The only kind whose held items are shown. */
  readonly kind: string | null;
  readonly records: readonly HeldRecord[];
  readonly total: number;
  readonly names: KnownNames;
  readonly page: number;
  readonly pages: number;
  readonly token: string | null;
}

/** What a hold keeps from going and changing, by name: all of it still comes through. */
export function HeldPage(props: Props) {
  const { place, hold, refusal, kinds, kind, total, page, pages, token } = props;
  const at = addresses.held(place.school.id);
  return (
    <Page place={place} title="Held">
      <h1>Held</h1>
      {refusal !== null && (
        <p class="failed" role="alert">
          {refusals[refusal]}
        </p>
      )}
      {hold === null ? (
        <p>Nothing of this school is held.</p>
      ) : (
        <>
          <HoldNotice place={place} hold={hold} token={token} />
          <h2>What would go or change</h2>
          {hold.counts.some((one) => one.kind === ownFile) && (
            <p>
              The school’s own rules file is gone. If you release the school, the rules of all schools apply to it, and
              others may come through.
            </p>
          )}
          <Choose
            at={at}
            choices={[
              {
                name: 'kind',
                label: 'Show',
                chosen: kind,
                values: kinds.map(({ name }) => [name, label(place.pipeline, name, 2)]),
              },
            ]}
          />
          <p role="status">{String(total)} found</p>
          <Items {...props} />
          <Parts page={page} pages={pages} at={(part) => `${at}${partQuery({ kind }, part)}`} />
        </>
      )}
    </Page>
  );
}

function Items({ place, records, names }: Props) {
  const { pipeline } = place;
  return (
    <List
      name="What is held"
      caption="They stay as they were until a run lets this through."
      columns={['Who or what', { label: 'Kind', isPlain: true }, { label: 'What would happen', isPlain: true }]}
      rows={records.map(({ kind, id, change, columns }) => [
        id === null ? `All ${label(pipeline, kind.name, 2)}` : <Who {...{ place, names, kind: kind.name, id }} />,
        label(pipeline, kind.name, 1),
        <>
          {change === 'emptied' && 'their section of the extract came empty'}
          {change === 'none' && 'none of them would come through'}
          {change === 'removed' && 'would go'}
          {change === 'changed' && `would change: ${labelled(columns, columnLabels(pipeline, kind.name))}`}
        </>,
      ])}
    />
  );
}

function labelled(columns: readonly string[], labels: ReadonlyMap<string, string>): string {
  return columns.map((column) => labels.get(column) ?? column).join(', ');
}
