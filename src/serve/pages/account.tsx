import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { fewCodes, recoveryCodes } from '../second-factor.js';
import { NewPasswordFields, PasswordField, SentForm, WhoseForm } from '../sign-in-fields.js';
import { Time } from '../time.js';
import type { Needs } from '../visitor.js';

interface Props {
  readonly place: PagePlace;
  readonly token: string;
  /** Of the schools that they see, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly hasPassword: boolean;
  /** By what they sign in, in words. */
  readonly signsIn: readonly string[];
  readonly factor: Factor | null;
  readonly fault: string | null;
  /** Whether the password has just been changed. */
  readonly done: boolean;
}

/** Somebody's second factor. */
interface Factor {
  /** Since when, ISO 8601. */
  readonly at: string;
  /** How many recovery codes they have. */
  readonly left: number;
  /** Whether they have to give a code to sign in. */
  readonly isAsked: boolean;
  /** Whether the pages have the key for it. */
  readonly mayChange: boolean;
}

const rolesInWords: Readonly<Record<Needs, string>> = {
  nobody: 'nothing',
  viewer: 'look at what comes through, search and export',
  editor: 'look at what comes through, search, export, type and release',
  admin: 'look at what comes through, search, export, type and release, see who did what',
};

/** What somebody may do, their password, and signing out everywhere. */
export function AccountPage({ place, token, names, hasPassword, signsIn, factor, fault, done }: Props) {
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
        <dd>
          {role === 'admin' && schools === null ? `${rolesInWords.admin}, and look after accounts` : rolesInWords[role]}
        </dd>
        <dt>Of</dt>
        <dd>
          {schools === null ? (
            'all schools'
          ) : schools.size === 0 ? (
            'no school yet'
          ) : (
            <Named schools={schools} names={names} />
          )}
        </dd>
        <dt>You sign in by</dt>
        <dd>
          <Outside text={signsIn.join(' or ')} />
        </dd>
      </dl>
      <SecondFactorState factor={factor} timezone={place.pipeline.timezone} />
      <h2>Change the password</h2>
      <Fault fault={fault} />
      {hasPassword ? (
        <SentForm at={addresses.ownPassword} token={token} says="Change the password">
          <WhoseForm name={name ?? ''} />
          <PasswordField label="Current password" name="current" fault={fault} />
          <NewPasswordFields fault={fault} />
        </SentForm>
      ) : (
        <p>
          You have none here: you change it where you sign in. If you need one here too, an admin can give you a link to
          set it.
        </p>
      )}
      <h2>Sign out everywhere</h2>
      <SentForm at={addresses.signOutEverywhere} token={token} says="Sign out everywhere" isBeside>
        <p>On every computer where you are signed in, including this one.</p>
      </SentForm>
    </Page>
  );
}

function SecondFactorState({ factor, timezone }: { readonly factor: Factor | null; readonly timezone: string }) {
  if (factor === null)
    return (
      <>
        <h2>Second factor</h2>
        <p>You have none, and are not asked for one. If that changes, you set it up when you next sign in.</p>
      </>
    );
  const { at, left, isAsked, mayChange } = factor;
  return (
    <>
      <h2>Second factor</h2>
      <dl>
        <dt>Authenticator app</dt>
        <dd>
          set up <Time at={at} timezone={timezone} />
          {!isAsked && '; you are not asked for it at present'}
        </dd>
        <dt>Recovery codes</dt>
        <dd class={left <= fewCodes ? 'status-held' : undefined}>
          {left === 0 ? 'none' : left} left of {recoveryCodes}
        </dd>
      </dl>
      {mayChange ? (
        <ul class="ways">
          <li>
            <a href={addresses.ownRecoveryCodes}>Make new recovery codes</a>
          </li>
          <li>
            <a href={addresses.ownAuthenticator}>Set up a new authenticator</a>: for a new phone
          </li>
        </ul>
      ) : (
        <p>An admin can reset it.</p>
      )}
    </>
  );
}

function Named({ schools, names }: Pick<Props, 'names'> & { readonly schools: ReadonlySet<string> }) {
  return (
    <>
      {[...schools].map((school, at) => (
        <>
          {at > 0 && ', '}
          <a href={addresses.school(school)}>
            <Outside text={names.get(school) ?? school} />
          </a>
        </>
      ))}
    </>
  );
}
