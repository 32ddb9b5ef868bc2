import { counted, noun } from '../../pipeline/text/counted.js';
import { Outside } from '../../report/html/words.js';
import { shown } from '../../report/html/shown.js';
import { label } from '../../words/words.js';
import { addresses } from '../addresses.js';
import { AskWhy } from '../ask-why.js';
import { Name } from '../cut.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import type { NamedRecord } from '../look-up.js';
import type { SchoolPlace } from '../place.js';
import { ExtractTime } from '../time.js';
import { notThroughTitle } from './not-through.js';

interface Props {
  readonly place: SchoolPlace;
  readonly token: string;
  /** What was typed: it is shown to who typed it, and kept nowhere. */
  readonly words: string;
  readonly found: readonly NamedRecord[];
  /** How many more there are. */
  readonly more: number;
  /** When the extract says it was made. */
  readonly extractAt: string | null;
  /** Why the search was not possible; null if it was. */
  readonly reason: string | null;
}

/** The people of that name who do not come through. The title, which a browser remembers, does not say the name. */
export function SearchPage({ place, token, words, found, more, extractAt, reason }: Props) {
  const { pipeline, school } = place;
  const count = found.length + more;
  const arePeople = found.every(({ kind }) => kind.find.length > 0);
  return (
    <Page place={place} title="Found by name">
      <p>
        <a href={addresses.notThrough(school.id)}>{notThroughTitle}</a>
      </p>
      {reason === null ? (
        <h1>
          {count === 0 ? 'Nobody' : arePeople ? counted(count, 'person', 'people') : counted(count, 'record')} called ‘
          <Outside text={words} />’ {count === 0 ? 'stays out' : noun(count, 'does not', 'do not') + ' come through'} at{' '}
          <Outside text={school.name ?? school.id} />
        </h1>
      ) : (
        <h1>Found by name</h1>
      )}
      {reason !== null ? (
        <p class="failed">{shown(reason)}</p>
      ) : (
        <p role="status">
          {found.length === 0 && 'Find those who come through in the lists, or by the field at the top.'}
          {more > 0 && 'These are the first: add a word to find fewer.'}
          {extractAt !== null && (
            <span class="quiet">
              {' '}
              From the extract of <ExtractTime at={extractAt} timezone={pipeline.timezone} />.
            </span>
          )}
        </p>
      )}
      {found.length > 0 && (
        <List
          name="Found"
          caption="Each leads to its explanation. The audit notes that you looked."
          columns={['Name', { label: 'What', isPlain: true }, 'Id']}
          rows={found.map(({ kind, id, name }) => [
            <a href={addresses.why(school.id, { kind: kind.name, id }, { values: 'yes' })}>
              <Name text={name} />
            </a>,
            label(pipeline, kind.name, 1),
            <Outside text={id} />,
          ])}
        />
      )}
      <AskWhy place={place} token={token} words={words} />
    </Page>
  );
}
