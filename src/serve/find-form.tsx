import { addresses } from './addresses.js';
import type { PagePlace } from './place.js';
import { may } from './visitor.js';

/** No name is longer. */
export const longestSought = 200;

/** The search over all schools, on every page; who asks from a school's page finds the people of that school first. */
export function FindForm({ place }: { readonly place: PagePlace }) {
  if (!may(place.visitor, 'viewer')) return null;
  const near = place.sought?.near ?? place.school?.id ?? null;
  return (
    <form class="find" role="search" aria-label="People of all schools" action={addresses.find()}>
      <label>
        Find a person
        <input
          type="search"
          name="q"
          value={place.sought?.text}
          autocomplete="off"
          maxlength={longestSought}
          aria-keyshortcuts="/"
          placeholder="Name, email or id"
        />
      </label>
      {near !== null && <input type="hidden" name="school" value={near} />}
      <button type="submit">Find</button>
    </form>
  );
}
