import { Fault } from '../account-form.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

export interface CodeProps {
  readonly place: PagePlace;
  readonly token: string;
  /** The path that signing in leads to. */
  readonly to: string;
  readonly fault: string | null;
}

export function CodePage({ place, token, to, fault }: CodeProps) {
  return (
    <Page place={place} title={fault === null ? 'Your code' : 'Not signed in'}>
      <h1>Your code</h1>
      <Fault fault={fault} />
      <form class="account" method="post" action={addresses.code()}>
        <input type="hidden" name="_csrf" value={token} />
        <input type="hidden" name="to" value={to} />
        <Code label="The code that your authenticator app shows now, or one of your recovery codes" fault={fault} />
        <button type="submit">Sign in</button>
      </form>
      <p class="quiet">Lost both? An admin of these pages can reset your second factor.</p>
    </Page>
  );
}

export function Code({ label, fault }: { readonly label: string; readonly fault: string | null }) {
  return (
    <label>
      {label}
      <input
        name="code"
        autocomplete="one-time-code"
        autocapitalize="none"
        spellcheck={false}
        maxlength={100}
        required
        aria-describedby={fault === null ? undefined : 'fault'}
      />
    </label>
  );
}
