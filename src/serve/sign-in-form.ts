import { passwordFault } from './account-rules.js';
import { ownPath } from './own-path.js';
import { textOf } from './requests.js';

type Form = Readonly<Record<string, unknown>>;

/** The path that signing in leads to. */
export function toIn({ to }: Form): string {
  return ownPath(textOf(to));
}

/** A new password that was typed twice, or what is wrong with it. */
export function readNewPassword(
  form: Form,
  name: string,
): { readonly password: string; readonly fault: null } | { readonly password: null; readonly fault: string } {
  const [password, again] = [textOf(form.password), textOf(form.again)];
  const fault =
    password.normalize('NFC') === again.normalize('NFC')
      ? passwordFault(password, name)
      : 'The two new passwords differ: type the same one twice.';
  return fault === null ? { password, fault } : { password: null, fault };
}
