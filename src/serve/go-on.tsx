import { addresses } from './addresses.js';
import { SentForm } from './sign-in-fields.js';

export interface Onward {
  /** The path that signing in leads to. */
  readonly to: string;
  /** What they typed before and did not save, as the browser keeps it. */
  readonly unsaved?: string;
  readonly token?: string;
}

/** Where somebody goes who has read the page. */
export function GoOn({ to, unsaved = '', token = '' }: Onward) {
  if (unsaved !== '')
    return <SentForm at={addresses.unsaved} token={token} along={{ unsaved }} says="Go on to what you typed" />;
  return (
    <p>
      <a href={to}>Go on</a>
    </p>
  );
}
