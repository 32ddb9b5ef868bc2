import { AccountFields, Fault } from '../account-form.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import type { TypedAccount } from '../typed-account.js';

interface Props {
  readonly place: PagePlace;
  readonly token: string;
  readonly name: string;
  readonly typed: TypedAccount;
  readonly fault: string | null;
}

export function NewAccountPage({ place, token, name, typed, fault }: Props) {
  return (
    <Page place={place} title={fault === null ? 'Add an account' : 'Nobody was added'}>
      <h1>Add an account</h1>
      <Fault fault={fault} />
      <form class="account" method="post" action={addresses.newAccount}>
        <input type="hidden" name="_csrf" value={token} />
        <label>
          Name: their email address will do
          <input
            name="name"
            value={name}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            maxlength={100}
            required
            aria-describedby={fault === null ? undefined : 'fault'}
          />
        </label>
        <AccountFields {...typed} />
        <button type="submit">Add, and show the link to set a password</button>
      </form>
    </Page>
  );
}
