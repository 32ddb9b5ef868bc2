import { Outside } from '../../report/html/words.js';
import { shortestPassword } from '../account-rules.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import type { Needs } from '../visitor.js';

interface Props {
  readonly place: PagePlace;
  readonly token: string;
  readonly fault: string | null;
  /** Whether the password has just been changed. */
  readonly done: boolean;
}

const rolesInWords: Readonly<Record<Needs, string>> = {
  nobody: 'nothing',
  viewer: 'look at what comes through, search and export',
  editor: 'look at what comes through, search, export, type and release',
  admin: 'look at what comes through, search, export, type, release, and look at who did what',
};

/** What somebody may do, their password, and signing out everywhere. */
export function AccountPage({ place, token, fault, done }: Props) {
  const { name, role, schools } = place.visitor;
  return (
    <Page place={place} title={fault === null ? 'Your account' : 'The password was not changed'}>
      <h1>Your account</h1>
      {done && <p role="status">The password is changed. Everywhere else you are signed out.</p>}
      <dl>
        <dt>Name</dt>
        <dd>
          <Outside text={name ?? ''} />
        </dd>
        <dt>You may</dt>
        <dd>{rolesInWords[role]}</dd>
        <dt>Of</dt>
        <dd>{schools === null ? 'all schools' : schools.size === 0 ? 'no school yet' : <Named schools={schools} />}</dd>
      </dl>
      <h2>Change the password</h2>
      {fault !== null && (
        <p class="failed" role="alert" id="fault">
          {fault}
        </p>
      )}
      <form class="account" method="post" action={addresses.ownPassword}>
        <input type="hidden" name="_csrf" value={token} />
        {/* For password managers: whose it is. */}
        <input
          class="unseen"
          name="username"
          value={name ?? ''}
          autocomplete="username"
          tabindex={-1}
          aria-hidden="true"
        />
        <Password label="Current password" name="current" autocomplete="current-password" fault={fault} />
        <Password
          label={`New password, at least ${String(shortestPassword)} characters`}
          name="password"
          autocomplete="new-password"
          fault={fault}
        />
        <Password label="New password again" name="again" autocomplete="new-password" fault={fault} />
        <button type="submit">Change the password</button>
      </form>
      <h2>Sign out everywhere</h2>
      <form class="account" method="post" action={addresses.signOutEverywhere}>
        <input type="hidden" name="_csrf" value={token} />
        <p>On every computer where you are signed in, including this one.</p>
        <button type="submit">Sign out everywhere</button>
      </form>
    </Page>
  );
}

function Named({ schools }: { readonly schools: ReadonlySet<string> }) {
  return (
    <>
      {[...schools].map((school, at) => (
        <>
          {at > 0 && ', '}
          <a href={addresses.school(school)}>
            <Outside text={school} />
          </a>
        </>
      ))}
    </>
  );
}

interface PasswordProps {
  readonly label: string;
  readonly name: string;
  readonly autocomplete: 'current-password' | 'new-password';
  readonly fault: string | null;
}

function Password({ label, name, autocomplete, fault }: PasswordProps) {
  return (
    <label>
      {label}
      <input
        type="password"
        name={name}
        autocomplete={autocomplete}
        maxlength={1000}
        required
        aria-describedby={fault === null ? undefined : 'fault'}
      />
    </label>
  );
}
