import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { CodeField, SentForm } from '../sign-in-fields.js';

export interface CodeProps {
  readonly place: PagePlace;
  readonly token: string;
  /** The path that signing in leads to. */
  readonly to: string;
  /** What they typed before and did not save, as the browser keeps it; blank if nothing. */
  readonly unsaved: string;
  readonly fault: string | null;
}

export function CodePage({ place, token, to, unsaved, fault }: CodeProps) {
  return (
    <Page place={place} title="Your code" isRefused={fault !== null}>
      <h1>Your code</h1>
      <Fault fault={fault} />
      <SentForm at={addresses.code()} token={token} along={{ to, ...(unsaved !== '' && { unsaved }) }} says="Sign in">
        <CodeField
          label="The code that your authenticator app shows now, or one of your recovery codes"
          fault={fault}
        />
      </SentForm>
      <p class="quiet">Lost both? An admin of these pages can reset your second factor.</p>
    </Page>
  );
}
