import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

interface Props {
  readonly place: PagePlace;
  /** The token that the form sends along. */
  readonly token: string;
  /** The path that signing in leads to. */
  readonly to: string;
  readonly name: string;
  readonly fault: string | null;
  /** Whether they have just set their password. */
  readonly isSet: boolean;
  /** Who else signs people in. */
  readonly providers: readonly { readonly name: string; readonly label: string }[];
}

export function SignInPage({ place, token, to, name, fault, isSet, providers }: Props) {
  return (
    <Page place={place} title={fault === null ? 'Sign in' : 'Not signed in'}>
      <h1>Sign in</h1>
      {isSet && <p role="status">The password is set. Sign in with it.</p>}
      {fault !== null && (
        <p class="failed" role="alert" id="fault">
          {fault}
        </p>
      )}
      {providers.length > 0 && (
        <ul id="providers">
          {providers.map((one) => (
            <li>
              <a href={addresses.signInWith(one.name, to)}>
                Sign in with <Outside text={one.label} />
              </a>
            </li>
          ))}
        </ul>
      )}
      <form class="account" method="post" action="/sign-in">
        <input type="hidden" name="_csrf" value={token} />
        <input type="hidden" name="to" value={to} />
        <label>
          Name
          <input
            name="name"
            value={name}
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            maxlength={100}
            required
            aria-describedby={fault === null ? undefined : 'fault'}
          />
        </label>
        <label>
          Password
          <input
            type="password"
            name="password"
            autocomplete="current-password"
            maxlength={1000}
            required
            aria-describedby={fault === null ? undefined : 'fault'}
          />
        </label>
        <button type="submit">Sign in</button>
      </form>
      <p class="quiet">
        Forgotten the password, or no account yet? Ask an admin of these pages, or the person who runs the nightly
        import for your school.
      </p>
    </Page>
  );
}
