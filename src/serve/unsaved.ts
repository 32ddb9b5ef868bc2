import { randomBytes, timingSafeEqual } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { shownColumns } from '../browse/columns.js';
import { readNames } from '../browse/names-of.js';
import { formKeyOf, tokenFor } from './form-token.js';
import { unsavedEnds } from './goes-along.js';
import { NoticePage, notices } from './pages/notice.js';
import { UnsavedPage } from './pages/unsaved.js';
import { ofKind } from './place.js';
import { textOf } from './requests.js';
import type { Visit } from './route.js';
import { openBytes, seal } from './sealed.js';
import { toIn } from './sign-in-form.js';
import { readEntries, type TypedEntry } from './typed-entries.js';
import { may, sees } from './visitor.js';

/** What the browser keeps is of no use to others, nor after a restart. */
const key = randomBytes(32);
const use = 'unsaved';

/** Longer ones would not fit into the next form. */
const longest = 500_000;

interface Kept {
  readonly school: string;
  readonly kind: string;
  readonly entries: readonly TypedEntry[];
  readonly to: string;
  /** Of the session that has ended, and the token of its form: together they show whose form it was. */
  readonly formKey: string;
  readonly token: string;
  readonly until: number;
}

interface SentForm {
  /** Of the session in which the form was shown, as the browser sent it. */
  readonly session: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly form: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

/**
 * What somebody typed and sent after their session had ended, encrypted, so the browser can keep it until they have
 * signed in; the program keeps nothing.
 * @returns null if there is nothing to save, or it is too long
 */
export function keepTyped({ session, params, form, now }: SentForm): string | null {
  const entries = unsavedIn(form);
  if (entries.length === 0) return null;
  const kept: Kept = {
    ...{ school: textOf(params.school), kind: textOf(params.kind), entries, to: toIn(form) },
    ...{ formKey: formKeyOf(session), token: textOf(form._csrf), until: now.getTime() + unsavedEnds },
  };
  const text = JSON.stringify(kept);
  return text.length > longest ? null : seal(key, deflateRawSync(text), use).toString('base64url');
}

/** What a form would have written. */
export function unsavedIn(form: SentForm['form']): readonly TypedEntry[] {
  return (readEntries(form) ?? []).filter(({ value, shown }) => shown !== undefined && value !== shown);
}

/** Shows what was typed to who typed it, to save; to nobody else, and to nobody who may not type it any longer. */
export async function showTyped(visit: Visit, sealed: string) {
  const { db, pipeline, visitor } = visit;
  const kept = taken(sealed, visitor.name, visit.now());
  const mayType = kept !== null && may(visitor, 'editor') && sees(visitor, kept.school);
  const page = mayType
    ? await db.readingBriefly(async (store) => {
        const { school, kind: name, entries, to } = kept;
        const found = await ofKind(store, { ...visit, params: { school, kind: name } });
        if (found === null) return null;
        const { kind, place } = found;
        const typed = entries.flatMap((entry) => {
          const column = shownColumns(kind).find((one) => one.typed && one.name === entry.field);
          return column === undefined ? [] : [{ ...entry, column }];
        });
        const named = typed.map(({ id }) => ({ kind: kind.name, id }));
        const names = await readNames(store, pipeline, school, named);
        return UnsavedPage({ place, typed, names, to, token: visit.token() });
      })
    : null;
  return page ?? NoticePage({ pipeline, visitor }, notices.notTheirs);
}

function taken(sealed: string, name: string | null, now: Date): Kept | null {
  const bytes = openBytes(key, Buffer.from(sealed, 'base64url'), use);
  const kept = bytes === null ? null : (JSON.parse(inflateRawSync(bytes).toString('utf8')) as Kept);
  if (kept === null || name === null || kept.until < now.getTime()) return null;
  const [sent, own] = [Buffer.from(kept.token), Buffer.from(tokenFor(kept.formKey, name))];
  return sent.length === own.length && timingSafeEqual(sent, own) ? kept : null;
}
