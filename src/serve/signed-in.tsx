import { Outside } from '../report/html/words.js';
import { addresses } from './addresses.js';
import type { Visitor } from './visitor.js';

/** Who is signed in, and the button to sign out. */
export function SignedIn({ visitor: { name, token }, at }: { readonly visitor: Visitor; readonly at: string }) {
  if (name === null || token === undefined) return null;
  return (
    <form class="signed-in" method="post" action={addresses.signOut}>
      <input type="hidden" name="_csrf" value={token()} />
      <a href={addresses.account} aria-current={at === addresses.account ? 'page' : undefined}>
        <span class="account-word">Account</span>
        <span class="account-name">
          <span class="unseen">: </span>
          <Outside text={name} />
        </span>
      </a>
      <button type="submit">Sign out</button>
    </form>
  );
}
