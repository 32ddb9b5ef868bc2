import { Outside } from '../../report/html/words.js';
import { AccountFields } from '../account-form.js';
import { addresses } from '../addresses.js';
import { Fault } from '../fault.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { SentForm, SubjectField } from '../sign-in-fields.js';
import type { TypedAccount } from '../typed-account.js';
import { Time } from '../time.js';
import type { ListedAccount } from './accounts.js';

interface Props {
  readonly place: PagePlace;
  readonly token: string;
  readonly account: ListedAccount;
  readonly typed: TypedAccount;
  /** Who else signs people in. */
  readonly providers: readonly { readonly name: string; readonly label: string }[];
  readonly fault: string | null;
  /** What has just been done, in a sentence. */
  readonly done: string | null;
  /** Whether it is the account of the person who looks. */
  readonly isOwn: boolean;
}

/** An account, and what an admin may do with it. */
export function OneAccountPage(props: Props) {
  const { place, account, fault, done, isOwn } = props;
  const { name, createdAt, disabledAt, signsIn } = account;
  const { timezone } = place.pipeline;
  return (
    <Page place={place} title={`Account ${name}`} isRefused={fault !== null}>
      <h1>
        Account <Outside text={name} />
      </h1>
      {done !== null && <p role="status">{done}</p>}
      <dl>
        <dt>Added</dt>
        <dd>
          <Time at={createdAt} timezone={timezone} />
        </dd>
        <dt>Signs in by</dt>
        <dd>
          {disabledAt === null ? (
            signsIn
          ) : (
            <span class="status-held">
              disabled since <Time at={disabledAt} timezone={timezone} />
            </span>
          )}
        </dd>
      </dl>
      <p>
        <a href={addresses.audited({ ...everything, who: name })}>What they did</a>
      </p>
      {isOwn ? (
        <p>This is your own account: another admin changes it. How you sign in is under your name at the top.</p>
      ) : (
        <>
          <Change {...props} />
          <Identities {...props} />
          <Deeds {...props} />
        </>
      )}
    </Page>
  );
}

const everything = { school: null, who: null, what: null, from: null, to: null, before: null };

function Change({ token, account: { name }, typed, fault }: Props) {
  return (
    <>
      <h2>Role and schools</h2>
      <Fault fault={fault} />
      <SentForm at={addresses.changedAccount} token={token} along={{ name }} says="Change">
        <AccountFields {...typed} />
      </SentForm>
    </>
  );
}

/** How providers call them: an email address says it where a provider vouches for that. */
function Identities({ token, account: { name, identities }, providers }: Props) {
  if (providers.length === 0 && identities.length === 0) return null;
  return (
    <>
      <h2>Known by others</h2>
      {identities.length === 0 ? (
        <p>
          By the first sign-in with the email address that is the name of the account, if the provider vouches for it.
          Otherwise, as of Microsoft, by an id.
        </p>
      ) : (
        <>
          <dl>
            {identities.map(({ provider, subject }) => (
              <>
                <dt>{providers.find((one) => one.name === provider)?.label ?? provider}</dt>
                <dd>
                  <Outside text={subject} />
                </dd>
              </>
            ))}
          </dl>
          <SentForm
            token={token}
            along={{ name }}
            at={addresses.forgottenIdentities}
            says="Remove, and sign out"
            isBeside
          />
        </>
      )}
      {providers.length > 0 && (
        <SentForm at={addresses.accountIdentity} token={token} along={{ name }} says="Add the id" isBeside>
          <label>
            Provider
            <select name="provider">
              {providers.map((one) => (
                <option value={one.name}>{one.label}</option>
              ))}
            </select>
          </label>
          <SubjectField label="Id there: of Microsoft the object id" fault={null} />
        </SentForm>
      )}
    </>
  );
}

function Deeds({ token, account, providers }: Props) {
  const { name, disabledAt, secondFactorAt, hasPassword } = account;
  if (disabledAt !== null)
    return (
      <>
        <h2>Let them in again</h2>
        <SentForm token={token} along={{ name }} at={addresses.enabledAccount} says="Enable the account" isBeside />
      </>
    );
  return (
    <>
      <h2>{hasPassword ? 'A new password' : 'A password'}</h2>
      <p>
        A link by which they set a password themselves. It works once, and takes the place of an earlier link.{' '}
        {untilThen(account, providers)}
      </p>
      <SentForm token={token} along={{ name }} at={addresses.accountLink} says="Show a link" isBeside />
      {secondFactorAt !== null && (
        <>
          <h2>A new phone</h2>
          <p>
            Takes the second factor and its recovery codes away. They are signed out, and set up another when they sign
            in.
          </p>
          <SentForm
            token={token}
            along={{ name }}
            at={addresses.resetSecondFactor}
            says="Reset the second factor"
            isBeside
          />
        </>
      )}
      <h2>Disable</h2>
      <p>They are signed out everywhere at once, and cannot sign in until somebody enables the account.</p>
      <details>
        <summary>Disable the account…</summary>
        <p>
          Do you want to disable the account of <Outside text={name} />?
        </p>
        <SentForm token={token} along={{ name }} at={addresses.disabledAccount} says="Yes, disable it" isBeside />
      </details>
    </>
  );
}

/** What lets them in as long as they have not used a link. */
function untilThen({ hasPassword, identities, signsIn }: ListedAccount, providers: Props['providers']): string {
  if (hasPassword) return 'Their password holds until then.';
  if (identities.length > 0) return `They have no password, and need none: they sign in by ${signsIn}, and still can.`;
  return providers.length > 0
    ? 'They have no password, and need none once a sign-in provider knows them.'
    : 'They have no password yet, and cannot sign in until they set one.';
}
