import { randomBytes, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { formKeyOf, tokenFor } from './form-token.js';
import { unsavedEnds } from './goes-along.js';
import { textOf } from './requests.js';
import { openBytes, seal } from './sealed.js';
import { toIn } from './sign-in-form.js';
import { readEntries } from './typed-entries.js';
import type { SentForm, Unsaved, UnsavedValues } from './unsaved-forms.js';

/** What the browser keeps is of no use to others, nor after a restart. */
const key = randomBytes(32);
const use = 'unsaved';

/** Longer ones would not fit into the next form. */
const longest = 500_000;

interface Kept {
  readonly unsaved: Unsaved;
  /** Of the session that has ended, and the token of its form: together they show whose form it was. */
  readonly formKey: string;
  readonly token: string;
  readonly until: number;
}

interface Sender extends Pick<SentForm, 'form'> {
  /** Of the session in which the form was shown, as the browser sent it. */
  readonly session: string;
  readonly now: Date;
}

/**
 * What somebody sent after their session had ended, encrypted, so the browser can keep it until they have signed in; the
 * program keeps nothing.
 * @returns null if it is too long
 */
export function keepUnsent(unsaved: Unsaved, { session, form, now }: Sender): string | null {
  const kept: Kept = {
    unsaved,
    ...{ formKey: formKeyOf(session), token: textOf(form._csrf), until: now.getTime() + unsavedEnds },
  };
  const text = JSON.stringify(kept);
  return text.length > longest ? null : seal(key, deflateRawSync(text), use).toString('base64url');
}

/** The values that a form of fields would have written; null if none. */
export function unsavedValues({ params, form }: SentForm): UnsavedValues | null {
  const entries = (readEntries(form) ?? []).filter(({ value, shown }) => shown !== undefined && value !== shown);
  if (entries.length === 0) return null;
  return { what: 'values', school: textOf(params.school), kind: textOf(params.kind), entries, to: toIn(form) };
}

/** Whether what the browser keeps is what somebody decided, and no value. */
export function isDecision(sealed: string): boolean {
  const kept = opened(sealed);
  return kept !== null && kept.unsaved.what !== 'values';
}

/** What the browser kept, for who sent it; null for everybody else, or if it was too long ago. */
export function takeUnsaved(sealed: string, name: string | null, now: Date): Unsaved | null {
  const kept = opened(sealed);
  if (kept === null || name === null || kept.until < now.getTime()) return null;
  const [sent, own] = [Buffer.from(kept.token), Buffer.from(tokenFor(kept.formKey, name))];
  return sent.length === own.length && timingSafeEqual(sent, own) ? kept.unsaved : null;
}

function opened(sealed: string): Kept | null {
  const bytes = openBytes(key, Buffer.from(sealed, 'base64url'), use);
  return bytes === null ? null : (JSON.parse(inflateRawSync(bytes).toString('utf8')) as Kept);
}
