import { addresses } from '../addresses.js';
import { Authenticator } from '../authenticator.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import { CodeField, SentForm } from '../sign-in-fields.js';
import type { CodeProps } from './code.js';

interface Props extends CodeProps {
  /** In base 32. */
  readonly secret: string;
  readonly uri: string;
}

/** Sets up a second factor, before the first page is shown. */
export function NewFactorPage({ place, token, to, unsaved, fault, secret, uri }: Props) {
  return (
    <Page place={place} title="Set up a second factor" isRefused={fault !== null}>
      <h1>Set up a second factor</h1>
      <p>
        From now on you sign in with your password and a code that an app on your phone shows: any authenticator app
        will do.
      </p>
      <Authenticator {...{ secret, uri }} />
      <Fault fault={fault} />
      <SentForm at={addresses.code()} token={token} along={{ to, ...(unsaved !== '' && { unsaved }) }} says="Sign in">
        <CodeField label="The code that the app shows" fault={fault} />
      </SentForm>
    </Page>
  );
}
