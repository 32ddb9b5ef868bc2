import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { goesAlong } from '../goes-along.js';
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
  /** What has happened before, in sentences. */
  readonly says: string | null;
  /** What they sent before in vain, as the browser keeps it; blank if nothing. */
  readonly unsaved: string;
  /** Who else signs people in. */
  readonly providers: readonly { readonly name: string; readonly label: string }[];
}

/** What becomes of a form that was sent after the session had ended. */
export const sentBefore = {
  values: {
    kept: 'You were signed out, so what you typed is not saved. Sign in, and you can save it.',
    lost: 'You were signed out, so what you typed is not saved. Go back to see it, keep it elsewhere, and type it again once you are signed in.',
    /** Said by the script instead, where it kept it. */
    lostButInTab:
      'You were signed out, so what you typed is not saved yet. This tab keeps it: sign in by the same name and go to the list, and it is there to save.',
  },
  decision: {
    kept: 'You were signed out, so your decision was not noted: nothing has changed. Sign in, and you can send it again.',
    lost: 'You were signed out, so your decision was not noted: nothing has changed. Go back to see what you typed, keep it elsewhere, and decide again once you are signed in.',
  },
} as const;

export function SignInPage({ place, token, to, name, fault, says, unsaved, providers }: Props) {
  return (
    <Page place={place} title="Sign in" isRefused={fault !== null}>
      <h1>Sign in</h1>
      {says !== null && (
        <p role="status" data-kept={says === sentBefore.values.lost ? sentBefore.values.lostButInTab : undefined}>
          {says}
        </p>
      )}
      <Fault fault={fault} />
      {providers.length > 0 && !goesAlong(unsaved) && (
        <p>It is too much to go along to another site: it comes back if you sign in by name and password here.</p>
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
      <SentForm at={addresses.signIn()} token={token} along={{ to, ...(unsaved !== '' && { unsaved }) }} says="Sign in">
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
