import { foldCase, normalise, repair } from '../pipeline/text/text.js';

/** A name as it is kept: in capitals or with a space after it, it is the same account. */
export function accountName(typed: string): string {
  return foldCase(normalise(repair(typed)));
}

/**
 * The account that an address which a provider vouches for is the name of; null if it is no account's. Only the case of
 * A to Z makes no difference: others that fold to the same name may be the mailboxes of others.
 */
export function nameOfAddress(email: string): string | null {
  const name = email.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  return accountName(name) === name ? name : null;
}

/** What is wrong with a new name, and what to do; null if nothing is. */
export function nameFault(name: string): string | null {
  if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}._@+'’-]{0,99}$/u.test(name))
    return "A name has letters, digits and . _ @ + - ', begins with a letter or digit, and has at most 100 characters. An email address will do.";
  const isMixed = (word: string): boolean => alphabets.filter((letter) => letter.test(word)).length > 1;
  return name.split(/[._@+'’-]/).some(isMixed)
    ? 'A word of a name has letters of one alphabet: a Cyrillic or Greek letter among Latin ones looks like one of them.'
    : null;
}

/** Those whose letters look alike. */
const alphabets = [/\p{Script=Latin}/u, /\p{Script=Cyrillic}/u, /\p{Script=Greek}/u, /\p{Script=Armenian}/u];

export const shortestPassword = 12;
const longestPassword = 1000;

/** The passwords that people choose most, of those that are long enough. */
const obvious = new Set([
  'password1234',
  'password12345',
  'passwordpassword',
  'passw0rd1234',
  'p@ssw0rd1234',
  '123456789012',
  '1234567890123',
  '12345678901234',
  '123456123456',
  '123123123123',
  '1q2w3e4r5t6y',
  '1qaz2wsx3edc',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwertyuiop[]',
  'qwertyqwerty',
  'qwerty123456',
  'abcdefghijkl',
  'abcd12345678',
  'abc123abc123',
  'administrator',
  'adminadminadmin',
  'letmeinletmein',
  'iloveyou1234',
  'welcome12345',
  'welcome123456',
  'changemechangeme',
  'schoolschool',
  'school123456',
  'pullthrough1',
  'pullthrough12',
  'pullthrough123',
]);

/** What is wrong with a new password, and what to do; null if nothing is. It is never quoted. */
export function passwordFault(password: string, name: string): string | null {
  const text = password.normalize('NFC');
  const { length } = [...text];
  if (length < shortestPassword)
    return `A password has at least ${String(shortestPassword)} characters, of any kind: a few words will do.`;
  if (length > longestPassword) return `A password has at most ${String(longestPassword)} characters.`;
  const folded = accountName(text);
  const isObvious = obvious.has(folded) || /^(.{1,3})\1+$/su.test(folded);
  if (folded === name || isObvious) return 'Others would try that password first: choose another one.';
  return null;
}
