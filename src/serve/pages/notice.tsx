import { counted } from '../../pipeline/text/counted.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { inWords } from '../unread.js';

/** What is said instead of the page that was asked for. */
export interface Notice {
  readonly title: string;
  readonly text: string;
}

const unchanged = 'Nothing was changed';

export const notices = {
  /** There is nothing at that address, or nothing that this person may see. */
  missing: {
    title: 'Not found',
    text: 'There is nothing at this address. It may have been mistyped, or what was here is gone.',
  },
  /** For people who may look at pages, but not at this one, or not do this. */
  refused: {
    title: 'Not allowed',
    text: 'Your account does not allow this. The person who looks after the accounts can change that.',
  },
  /** For a link to set a password. */
  ranOut: {
    title: 'This link does not work any longer',
    text: 'It has been used, has run out, or another has taken its place. Ask the person who gave it to you for a new one.',
  },
  /** For a page that cannot be made: the terminal says what was wrong, not the page. */
  trouble: {
    title: 'That did not work',
    text: 'The page cannot be shown at the moment. Try again in a minute; if that does not help, tell the person who runs the nightly import.',
  },
  /** For something that was sent before somebody signed in. */
  notTheirs: {
    title: 'Nothing was saved',
    text: 'You are signed in. What was typed or decided here before is neither saved nor shown: somebody else typed it, or it was too long ago, or your account does not allow it any longer.',
  },
  tooManyRows: {
    title: 'Too many rows',
    text: 'A spreadsheet does not hold as many rows as this list has. Go back, and narrow the list or export it as CSV.',
  },
  /** For a form that was made for somebody else, or before the pages were restarted. */
  oldForm: {
    title: unchanged,
    text: 'The form is too old, or not from these pages. Go back, reload the page, and send the form again.',
  },
} satisfies Readonly<Record<string, Notice>>;

/** For a form that was sent and not read, by the code of the answer. */
export const unreadForms: ReadonlyMap<number, Notice> = new Map([
  [413, { title: unchanged, text: 'The form is too long: shorten what you typed, and send it again.' }],
  [415, { title: unchanged, text: 'That is not a form of these pages. Go back, reload the page, and send its form.' }],
]);

/** For people who try to sign in too often. */
export function tooOften(seconds: number, by: 'password' | 'code' = 'password'): Notice {
  const minutes = counted(Math.max(1, Math.ceil(seconds / 60)), 'minute');
  const text = `There were too many attempts with a wrong ${by}. Wait ${minutes}, then try again. ${help[by]}`;
  return { title: 'Too many attempts', text };
}

const help = {
  password: 'If you have forgotten the password, an admin can give you a link to set a new one.',
  code: 'If you have lost your phone, use a recovery code, or ask an admin to reset your second factor.',
} as const;

/** For a download: without what was asked by these names there would be more in it. */
export function unreadDownload(names: readonly string[]): Notice {
  return {
    title: 'Nothing was downloaded',
    text: `The address asks by ${inWords(names)} for something that is not known here. Without that, there would be more in the file than was asked for. Correct the address, or choose again on the page.`,
  };
}

export function NoticePage({ pipeline, visitor }: Pick<PagePlace, 'pipeline' | 'visitor'>, { title, text }: Notice) {
  return (
    <Page place={{ pipeline, visitor, school: null, at: '' }} title={title}>
      <h1>{title}</h1>
      <p>{text}</p>
    </Page>
  );
}
