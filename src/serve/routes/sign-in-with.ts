import { writeAudit } from '../../load/people/audit.js';
import { accountOfIdentity } from '../../load/people/identities.js';
import { nameOfAddress } from '../account-rules.js';
import { addresses } from '../addresses.js';
import { auditEntry } from '../audit-entry.js';
import { enter } from '../enter.js';
import { NotKnown, type TrustedProvider } from '../openid.js';
import { SignInPage } from '../pages/sign-in.js';
import type { Answer, Route, Visit } from '../route.js';
import { toIn } from '../sign-in-form.js';
import { digestOfAddress } from '../throttle.js';
import { providersOf } from '../ways-in.js';

/** Signing in by a provider: there, and back. */
export const signInWith: readonly Route[] = [
  {
    method: 'GET',
    path: '/sign-in/with/:provider',
    needs: 'nobody',
    answer: async (visit) => {
      const provider = providerOf(visit);
      if (provider === null) return null;
      const to = toIn({ to: visit.query.text('to') });
      const now = visit.now();
      try {
        const { url, away } = await begin(visit, provider, { back: backTo(visit, provider), to, now });
        return { to: url, away };
      } catch (error) {
        if (!(error instanceof NotKnown)) throw error;
        visit.complain?.(`Signing in by ${provider.name} did not begin: ${error.message}`);
        return refused(visit, to, `${provider.label} cannot be asked at the moment. Try again in a minute.`);
      }
    },
  },
  {
    method: 'GET',
    path: '/sign-in/with/:provider/back',
    needs: 'nobody',
    answer: async (visit) => {
      const provider = providerOf(visit);
      return provider === null ? null : comeBack(visit, provider);
    },
  },
];

function begin(visit: Visit, provider: TrustedProvider, of: Parameters<NonNullable<Visit['providers']>['begin']>[1]) {
  if (visit.providers === undefined) throw new NotKnown('no-provider');
  return visit.providers.begin(provider, of);
}

async function comeBack(visit: Visit, provider: TrustedProvider): Promise<Answer> {
  const { db, providers, away, unsaved, origin, url, address } = visit;
  const now = visit.now();
  const { name, label } = provider;
  let why = 'no-sign-in';
  if (away !== null && providers !== undefined)
    try {
      const { known, to } = await providers.end(provider, { url: new URL(url, origin), away, now });
      const { subject } = known;
      const entry = (account: string) =>
        auditEntry(
          now,
          { who: account, address },
          { what: 'account-identity', detail: `${account}: ${name} ${subject}` },
        );
      const email = known.email === null ? null : nameOfAddress(known.email);
      const account = await accountOfIdentity(db, { provider: name, subject }, email, entry);
      const from = account === null ? '' : digestOfAddress(account.name, address);
      const entered = account === null ? null : await enter(visit, account, { to, from, by: `by ${name}`, unsaved });
      if (entered !== null) return { ...entered, away: null, unsaved: null };
      await writeAudit(
        db,
        auditEntry(now, { who: null, address }, { what: 'sign-in-refused', detail: `${name} ${subject}` }),
      );
      const says = `${label} knows you, but nobody here has added an account for you, or it is disabled. Ask an admin of these pages.`;
      return refused(visit, to, says);
    } catch (error) {
      if (!(error instanceof NotKnown)) throw error;
      why = error.message;
    }
  if (away !== null)
    await writeAudit(
      db,
      auditEntry(now, { who: null, address }, { what: 'sign-in-refused', detail: `${name}: ${why}` }),
    );
  const says =
    why === 'other-organisation'
      ? `That account of ${label} is not one of the organisation that these pages are for. Choose your work account.`
      : `You could not be signed in by ${label}. Start again here.`;
  return refused(visit, '/', says);
}

function providerOf({ providers, params }: Visit): TrustedProvider | null {
  return providers?.all.find(({ name }) => name === params.provider) ?? null;
}

function backTo({ origin }: Visit, { name }: TrustedProvider): string {
  return `${origin}${addresses.signInBack(name)}`;
}

function refused(visit: Visit, to: string, fault: string): Answer {
  const { pipeline, visitor } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.signIn() };
  const of = {
    token: visit.token(),
    to,
    name: '',
    fault,
    says: null,
    unsaved: visit.unsaved,
    providers: providersOf(visit),
  };
  return { page: SignInPage({ place, ...of }), status: 403, away: null };
}
