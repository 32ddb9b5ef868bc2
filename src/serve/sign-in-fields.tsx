import type { ComponentChildren } from 'preact';
import { shortestPassword } from './account-rules.js';

interface FormProps {
  readonly at: string;
  readonly token: string;
  /** What goes along unseen, by name. */
  readonly along?: Readonly<Record<string, string>>;
  /** What its button says. */
  readonly says: string;
  /** Whether it is not what the page is for: one button of a page is filled. */
  readonly isBeside?: boolean;
  readonly children?: ComponentChildren;
}

/** A form that is sent, with its one button below the fields. */
export function SentForm({ at, token, along = {}, says, isBeside = false, children }: FormProps) {
  return (
    <form class="account" method="post" action={at}>
      {Object.entries({ _csrf: token, ...along }).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
      <button type="submit" class={isBeside ? 'plain' : undefined}>
        {says}
      </button>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  /** What is wrong with what was typed in its form. */
  readonly fault: string | null;
}

interface TypedProps extends FieldProps {
  readonly name: string;
  readonly type?: 'text' | 'password';
  readonly value?: string;
  readonly autocomplete: string;
  readonly longest: number;
}

/** A field that has to be filled in. A password is hidden; of the rest no keyboard makes a sentence. */
function Field({ label, fault, name, type = 'text', value, autocomplete, longest }: TypedProps) {
  const how = type === 'text' ? ({ type, autocapitalize: 'none', spellcheck: false } as const) : { type };
  return (
    <label>
      {label}
      <input
        {...how}
        {...{ name, value, autocomplete }}
        maxlength={longest}
        required
        aria-describedby={fault === null ? undefined : 'fault'}
      />
    </label>
  );
}

/** The name of an account. */
export function NameField({ isOwn, ...props }: FieldProps & { readonly value: string; readonly isOwn: boolean }) {
  return <Field {...props} name="name" autocomplete={isOwn ? 'username' : 'off'} longest={100} />;
}

/** How a provider calls somebody. */
export function SubjectField(props: FieldProps) {
  return <Field {...props} name="subject" autocomplete="off" longest={200} />;
}

const longestTypedPassword = 1000;

/** The password that somebody has; `current` where a new one may be beside it. */
export function PasswordField({ name, ...props }: FieldProps & { readonly name: 'password' | 'current' }) {
  const autocomplete = 'current-password';
  return <Field {...props} {...{ name, autocomplete }} type="password" longest={longestTypedPassword} />;
}

/** A new password, twice. */
export function NewPasswordFields({ fault }: Pick<FieldProps, 'fault'>) {
  const one = { fault, type: 'password', autocomplete: 'new-password', longest: longestTypedPassword } as const;
  const label = `New password, at least ${String(shortestPassword)} characters`;
  return (
    <>
      <Field {...one} label={label} name="password" />
      <Field {...one} label="New password again" name="again" />
    </>
  );
}

/** A code of an authenticator app, or a recovery code. */
export function CodeField(props: FieldProps) {
  return <Field {...props} name="code" autocomplete="one-time-code" longest={100} />;
}

/** Tells password managers whose password the form has. */
export function WhoseForm({ name }: { readonly name: string }) {
  return <input class="unseen" name="username" value={name} autocomplete="username" tabindex={-1} aria-hidden="true" />;
}
