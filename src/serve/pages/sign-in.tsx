import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { NameField, PasswordField, SentForm } from '../sign-in-fields.js';

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
    <Page place={place} title="Sign in" isRefused={fault !== null}>
      <h1>Sign in</h1>
      {isSet && <p role="status">The password is set. Sign in with it.</p>}
      <Fault fault={fault} />
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
      <SentForm at={addresses.signIn()} token={token} along={{ to }} says="Sign in">
        <NameField label="Name" value={name} isOwn fault={fault} />
        <PasswordField label="Password" name="password" fault={fault} />
      </SentForm>
      <p class="quiet">
        Forgotten the password, or no account yet? Ask an admin of these pages, or the person who runs the nightly
        import for your school.
      </p>
    </Page>
  );
}
