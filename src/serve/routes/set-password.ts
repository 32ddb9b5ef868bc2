import { findLink, useLink } from '../../load/people/password-links.js';
import { addresses } from '../addresses.js';
import { auditEntry } from '../audit-entry.js';
import { NoticePage, notices } from '../pages/notice.js';
import { SetPasswordPage } from '../pages/set-password.js';
import { hashPassword } from '../password.js';
import { textOf } from '../requests.js';
import type { Answer, Route, Visit } from '../route.js';
import { digestOf } from '../session-token.js';
import { readNewPassword } from '../sign-in-form.js';

/** By a link that an admin gave; who opens it may still be nobody. */
export const setPassword: readonly Route[] = [
  {
    method: 'GET',
    path: '/set-password',
    needs: 'nobody',
    answer: async (visit) => {
      const link = visit.query.text('link');
      const account = await findLink(visit.db, digestOf(link), visit.now());
      return account === null ? ranOut(visit) : { page: asked(visit, { name: account.name, link, fault: null }) };
    },
  },
  { method: 'POST', path: '/set-password', needs: 'nobody', answer: set },
];

async function set(visit: Visit): Promise<Answer> {
  const { db, form, address } = visit;
  const now = visit.now();
  const link = textOf(form.link);
  const digest = digestOf(link);
  const account = await findLink(db, digest, now);
  if (account === null) return ranOut(visit);
  const { name } = account;
  const { password, fault } = readNewPassword(form, name);
  if (fault !== null) return { page: asked(visit, { name, link, fault }), status: 403 };
  const entry = auditEntry(now, { who: name, address }, { what: 'account-password', detail: `${name}, by a link` });
  const isSet = await useLink(db, { digest, password: await hashPassword(password), now }, entry);
  return isSet ? { to: `${addresses.signIn()}?set=yes` } : ranOut(visit);
}

function ranOut({ pipeline, visitor }: Visit): Answer {
  return { page: NoticePage({ pipeline, visitor }, notices.ranOut), status: 404 };
}

function asked(visit: Visit, of: { readonly name: string; readonly link: string; readonly fault: string | null }) {
  const { pipeline, visitor } = visit;
  const place = { pipeline, visitor, school: null, at: addresses.setPassword };
  return SetPasswordPage({ place, token: visit.token(), ...of });
}
