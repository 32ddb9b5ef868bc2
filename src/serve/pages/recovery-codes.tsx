import { GoOn, type Onward } from '../go-on.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

interface Props extends Onward {
  readonly place: PagePlace;
  readonly codes: readonly string[];
  /** What has just been done, in sentences. */
  readonly done: string;
}

/** Shown once: the database has only their digests. */
export function RecoveryCodesPage({ place, codes, done, ...onward }: Props) {
  return (
    <Page place={place} title="Your recovery codes">
      <h1>Your recovery codes</h1>
      <p>
        {done} Keep these codes where you keep passwords, or print them: each signs you in once, if you do not have your
        phone. They are not shown again.
      </p>
      <ul id="codes">
        {codes.map((code) => (
          <li>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <GoOn {...onward} />
    </Page>
  );
}
