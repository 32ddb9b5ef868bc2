import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import { QrCode } from '../qr-code.js';
import { CodeField, SentForm } from '../sign-in-fields.js';
import type { CodeProps } from './code.js';

interface Props extends CodeProps {
  /** In base 32. */
  readonly secret: string;
  readonly uri: string;
}

/** Sets up a second factor, before the first page is shown. */
export function NewFactorPage({ place, token, to, fault, secret, uri }: Props) {
  return (
    <Page place={place} title="Set up a second factor" isRefused={fault !== null}>
      <h1>Set up a second factor</h1>
      <p>
        From now on you sign in with your password and a code that an app on your phone shows: any authenticator app
        will do.
      </p>
      <ol>
        <li>In the app, add an account, and point the camera at this picture.</li>
        <li>Type the code that the app then shows.</li>
      </ol>
      <QrCode text={uri} label="The picture for your authenticator app" />
      <p>
        On this phone: <a href={uri}>open the app</a>. Without a camera, type this key into it:{' '}
        <code id="key">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <Fault fault={fault} />
      <SentForm at={addresses.code()} token={token} along={{ to }} says="Sign in">
        <CodeField label="The code that the app shows" fault={fault} />
      </SentForm>
    </Page>
  );
}
