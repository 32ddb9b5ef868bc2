import { Outside } from '../../report/html/words.js';
import { shortestPassword } from '../account-rules.js';
import { Fault } from '../account-form.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

interface Props {
  readonly place: PagePlace;
  readonly token: string;
  /** Whose password it will be. */
  readonly name: string;
  /** The token of the link. */
  readonly link: string;
  readonly fault: string | null;
}

export function SetPasswordPage({ place, token, name, link, fault }: Props) {
  return (
    <Page place={place} title={fault === null ? 'Set your password' : 'The password was not set'}>
      <h1>Set your password</h1>
      <p>
        For the account <Outside text={name} />.
      </p>
      <Fault fault={fault} />
      <form class="account" method="post" action={addresses.setPassword}>
        <input type="hidden" name="_csrf" value={token} />
        <input type="hidden" name="link" value={link} />
        {/* For password managers: whose it is. */}
        <input class="unseen" name="username" value={name} autocomplete="username" tabindex={-1} aria-hidden="true" />
        <NewPassword
          label={`New password, at least ${String(shortestPassword)} characters`}
          name="password"
          fault={fault}
        />
        <NewPassword label="New password again" name="again" fault={fault} />
        <button type="submit">Set the password</button>
      </form>
    </Page>
  );
}

function NewPassword({ label, name, fault }: { label: string; name: string; fault: string | null }) {
  return (
    <label>
      {label}
      <input
        type="password"
        name={name}
        autocomplete="new-password"
        maxlength={1000}
        required
        aria-describedby={fault === null ? undefined : 'fault'}
      />
    </label>
  );
}
