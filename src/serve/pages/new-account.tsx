import { AccountFields } from '../account-form.js';
import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { NameField, SentForm } from '../sign-in-fields.js';
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
    <Page place={place} title="Add an account" isRefused={fault !== null}>
      <h1>Add an account</h1>
      <Fault fault={fault} />
      <SentForm at={addresses.newAccount} token={token} says="Add, and show the link to set a password">
        <NameField label="Email address" value={name} isOwn={false} fault={fault} />
        <p class="quiet">They sign in by it. Whoever has none gets another name of letters, digits and full stops.</p>
        <AccountFields {...typed} />
      </SentForm>
    </Page>
  );
}
