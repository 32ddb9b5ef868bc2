import { writeAudit } from '../../load/people/audit.js';
import { countRecoveryCodes, endSignIn, findBegun, type Proof } from '../../load/people/second-factors.js';
import { addresses } from '../addresses.js';
import { auditEntry } from '../audit-entry.js';
import { arrive, signedInAs } from '../arrive.js';
import { codeAsked, secondFactorOf, type Found } from '../code-asked.js';
import { forgetEarlier } from '../enter.js';
import { newRecoveryCodes, readGiven, readStep } from '../given-code.js';
import { guessOf } from '../guess-of.js';
import { tooManyGuesses } from '../guesses.js';
import { FewCodesPage } from '../pages/few-codes.js';
import { RecoveryCodesPage } from '../pages/recovery-codes.js';
import { textOf } from '../requests.js';
import type { Answer, Route, Visit } from '../route.js';
import { fewCodes } from '../second-factor.js';
import { digestOf, newSessionToken } from '../session-token.js';
import { isDecision } from '../unsaved.js';
import { toIn } from '../sign-in-form.js';
import { codeGuess } from '../throttle.js';

/** The code after the password, or the first one of a second factor that is being set up. */
export const code: readonly Route[] = [
  {
    method: 'GET',
    path: '/sign-in/code',
    needs: 'nobody',
    answer: async (visit) => {
      const found = await foundIn(visit);
      const to = toIn({ to: visit.query.text('to') });
      return found === null ? startAgain(to, '') : { page: codeAsked(visit, found, { to, fault: null, unsaved: '' }) };
    },
  },
  { method: 'POST', path: '/sign-in/code', needs: 'nobody', answer: letIn },
];

async function foundIn({ db, begun, now }: Visit): Promise<Found | null> {
  return begun === null ? null : findBegun(db, begun, now());
}

async function letIn(visit: Visit): Promise<Answer> {
  const { db, form, throttle, address } = visit;
  const now = visit.now();
  const to = toIn(form);
  const unsaved = textOf(form.unsaved);
  const found = await foundIn(visit);
  if (found === null) return startAgain(to, unsaved);
  const { name } = found.account;
  const guess = codeGuess(await guessOf(visit, name));
  const waits = tooManyGuesses(visit, guess, 'code');
  if (waits !== null) return waits;
  const token = newSessionToken();
  const shown = proofOf(visit, found, textOf(form.code), now);
  if (shown !== null) {
    const by = { code: 'with a code', recovery: 'with a recovery code', new: 'with a new second factor' } as const;
    const entry = auditEntry(now, { who: name, address }, { what: 'sign-in', detail: by[shown.proof.type] });
    const ending = { digest: found.begun.digest, proof: shown.proof, session: digestOf(token), now };
    if (await endSignIn(db, ending, entry)) {
      throttle.clear(guess);
      await forgetEarlier(visit);
      const { codes } = shown;
      const left = codes.length === 0 ? await countRecoveryCodes(db, name) : codes.length;
      if (codes.length === 0 && left > fewCodes) return arrive(visit, found.account, { session: token, to, unsaved });
      const { pipeline, visitor, token: own } = signedInAs(visit, found.account, token);
      const place = { pipeline, visitor, school: null, at: addresses.signIn() };
      const onward = { place, to, unsaved, token: own() };
      const done = 'The second factor is set up, and you are signed in.';
      const page = codes.length > 0 ? RecoveryCodesPage({ ...onward, codes, done }) : FewCodesPage({ ...onward, left });
      return { page, session: token, begun: null };
    }
  }
  await writeAudit(db, auditEntry(now, { who: null, address }, { what: 'code-refused', detail: name }));
  const fault = 'That code is wrong, or was used already. Wait for the next one in the app. You are not signed in.';
  return { page: codeAsked(visit, found, { to, fault, unsaved }), status: 403 };
}

/** What a code shows, with the recovery codes that go with a new second factor; null if it is wrong. */
function proofOf(
  visit: Visit,
  { begun: { secret: pending }, account }: Found,
  typed: string,
  now: Date,
): { readonly proof: Proof; readonly codes: readonly string[] } | null {
  const factor = secondFactorOf(visit);
  if (pending === null) {
    const given = readGiven(factor, account, typed, now);
    return given === null ? null : { proof: given, codes: [] };
  }
  const { name } = account;
  const step = readStep(factor, factor.open(pending, name), typed, now);
  if (step === null) return null;
  const { codes, digests } = newRecoveryCodes(factor, name);
  return { proof: { type: 'new', step, recovery: digests }, codes };
}

/** It took too long, or a cookie is missing. */
function startAgain(to: string, unsaved: string): Answer {
  return {
    to: addresses.signIn(to, unsaved === '' ? {} : { lost: isDecision(unsaved) ? 'decision' : 'values' }),
    begun: null,
  };
}
