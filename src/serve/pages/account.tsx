import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { NewPasswordFields, PasswordField, SentForm, WhoseForm } from '../sign-in-fields.js';
import type { Needs } from '../visitor.js';

interface Props {
  readonly place: PagePlace;
  readonly token: string;
  readonly fault: string | null;
  /** Whether the password has just been changed. */
  readonly done: boolean;
}

const rolesInWords: Readonly<Record<Needs, string>> = {
  nobody: 'nothing',
  viewer: 'look at what comes through, search and export',
  editor: 'look at what comes through, search, export, type and release',
  admin: 'look at what comes through, search, export, type, release, and look at who did what',
};

/** What somebody may do, their password, and signing out everywhere. */
export function AccountPage({ place, token, fault, done }: Props) {
  const { name, role, schools } = place.visitor;
  return (
    <Page place={place} title="Your account" isRefused={fault !== null}>
      <h1>Your account</h1>
      {done && <p role="status">The password is changed. Everywhere else you are signed out.</p>}
      <dl>
        <dt>Name</dt>
        <dd>
          <Outside text={name ?? ''} />
        </dd>
        <dt>You may</dt>
        <dd>{rolesInWords[role]}</dd>
        <dt>Of</dt>
        <dd>{schools === null ? 'all schools' : schools.size === 0 ? 'no school yet' : <Named schools={schools} />}</dd>
      </dl>
      <h2>Change the password</h2>
      <Fault fault={fault} />
      <SentForm at={addresses.ownPassword} token={token} says="Change the password">
        <WhoseForm name={name ?? ''} />
        <PasswordField label="Current password" name="current" fault={fault} />
        <NewPasswordFields fault={fault} />
      </SentForm>
      <h2>Sign out everywhere</h2>
      <SentForm at={addresses.signOutEverywhere} token={token} says="Sign out everywhere">
        <p>On every computer where you are signed in, including this one.</p>
      </SentForm>
    </Page>
  );
}

function Named({ schools }: { readonly schools: ReadonlySet<string> }) {
  return (
    <>
      {[...schools].map((school, at) => (
        <>
          {at > 0 && ', '}
          <a href={addresses.school(school)}>
            <Outside text={school} />
          </a>
        </>
      ))}
    </>
  );
}
