import { AccountFields } from '../account-form.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { Fault, NameField, SentForm } from '../sign-in-fields.js';
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
      <SentForm at={addresses.newAccount} token={token} says="Add, and show the link to set a password">
        <NameField label="Name: their email address will do" value={name} isOwn={false} fault={fault} />
        <AccountFields {...typed} />
      </SentForm>
    </Page>
  );
}
