import { addresses } from '../addresses.js';
import { Authenticator } from '../authenticator.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { CodeField, PasswordField, SentForm, WhoseForm } from '../sign-in-fields.js';

/** What somebody may do with their own second factor. */
export const factorDeeds = {
  codes: {
    at: addresses.ownRecoveryCodes,
    title: 'New recovery codes',
    says: 'Show new recovery codes',
    text: 'You get ten new recovery codes, shown once. Those that you have now end at once.',
  },
  authenticator: {
    at: addresses.ownAuthenticator,
    title: 'Set up a new authenticator',
    says: 'Go on',
    text: 'For a new phone or another app. Once its first code is typed, the old app and your recovery codes are of no use: you get new codes, and are signed out everywhere else.',
  },
} as const;

export type FactorDeed = keyof typeof factorDeeds;

interface AskedProps {
  readonly place: PagePlace;
  readonly token: string;
  readonly deed: FactorDeed;
  readonly hasPassword: boolean;
  readonly fault: string | null;
}

/** Asks who it is again: somebody may have left their computer. */
export function AskedAgainPage({ place, token, deed, hasPassword, fault }: AskedProps) {
  const { at, title, says, text } = factorDeeds[deed];
  return (
    <Page place={place} title={title} isRefused={fault !== null}>
      <h1>{title}</h1>
      <p>{text}</p>
      <Fault fault={fault} />
      <SentForm at={at} token={token} says={says}>
        {hasPassword && (
          <>
            <WhoseForm name={place.visitor.name ?? ''} />
            <PasswordField label="Current password" name="current" fault={fault} />
          </>
        )}
        <CodeField
          label="The code that your authenticator app shows now, or one of your recovery codes"
          fault={fault}
        />
      </SentForm>
      <p>
        <a href={addresses.account}>Leave it as it is</a>
      </p>
    </Page>
  );
}

interface NextProps {
  readonly place: PagePlace;
  readonly token: string;
  readonly secret: string;
  readonly uri: string;
  /** The secret, encrypted. */
  readonly sealed: string;
  readonly fault: string | null;
}

/** The picture for another authenticator app, once. */
export function NextAuthenticatorPage({ place, token, secret, uri, sealed, fault }: NextProps) {
  const { title } = factorDeeds.authenticator;
  return (
    <Page place={place} title={title} isRefused={fault !== null}>
      <h1>{title}</h1>
      <p>Until you have typed the first code of the new app, the old one counts.</p>
      <Authenticator {...{ secret, uri }} />
      <Fault fault={fault} />
      <SentForm at={addresses.nextAuthenticator} token={token} along={{ sealed }} says="Use the new authenticator">
        <CodeField label="The code that the new app shows" fault={fault} />
      </SentForm>
      <p>
        <a href={addresses.account}>Leave it as it is</a>
      </p>
    </Page>
  );
}
