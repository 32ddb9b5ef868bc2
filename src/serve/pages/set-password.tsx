import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { NewPasswordFields, SentForm, WhoseForm } from '../sign-in-fields.js';

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
    <Page place={place} title="Set your password" isRefused={fault !== null}>
      <h1>Set your password</h1>
      <p>
        For the account <Outside text={name} />.
      </p>
      <Fault fault={fault} />
      <SentForm at={addresses.setPassword} token={token} along={{ link }} says="Set the password">
        <WhoseForm name={name} />
        <NewPasswordFields fault={fault} />
      </SentForm>
    </Page>
  );
}
