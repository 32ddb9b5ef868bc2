import { kindsOf } from '../pipeline/pipeline.js';
import { capital } from '../pipeline/text/text.js';
import { label } from '../words/words.js';
import { addresses } from './addresses.js';
import type { SchoolPlace } from './place.js';

interface Props {
  readonly place: SchoolPlace;
  /** The token that the search by name sends along; null if there are no extracts to search. */
  readonly token: string | null;
  /** What is in the field for a name at first. */
  readonly words?: string;
  /** The kind that is chosen at first. */
  readonly kind?: string;
}

/** Why is somebody missing: by id for everyone, by name if there is an extract to search. */
export function AskWhy({ place, token, words, kind }: Props) {
  const { pipeline, school } = place;
  return (
    <section class="ask-why" aria-labelledby="ask-why">
      <h2 id="ask-why">Why is … missing?</h2>
      {token !== null && (
        // A name in an address would stay in the browser's history.
        <form class="ask" role="search" method="post" action={addresses.lookUp(school.id)}>
          <input type="hidden" name="_csrf" value={token} />
          <label>
            Name
            <input type="search" name="words" value={words} autocomplete="off" maxlength={200} required />
          </label>
          <button type="submit">Search those who do not come through</button>
        </form>
      )}
      <form class="ask" action={addresses.whyNot(school.id)}>
        <label>
          What
          <select name="kind">
            {kindsOf(pipeline).map(({ name }) => (
              <option value={name} selected={name === kind}>
                {capital(label(pipeline, name, 1))}
              </option>
            ))}
          </select>
        </label>
        <label>
          Id
          <input name="id" autocomplete="off" maxlength={200} required />
        </label>
        <label>
          Second id (of a link)
          <input name="id" autocomplete="off" maxlength={200} />
        </label>
        <button type="submit">Why?</button>
      </form>
    </section>
  );
}
