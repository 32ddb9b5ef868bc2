import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';
import { Time } from '../time.js';

interface Props {
  readonly place: PagePlace;
  readonly name: string;
  readonly link: string;
  /** ISO 8601. */
  readonly endsAt: string;
}

/** The link for somebody to set a password, once: the database does not have it. */
export function PasswordLinkPage({ place, name, link, endsAt }: Props) {
  return (
    <Page place={place} title="A link to set a password">
      <h1>
        A link for <Outside text={name} />
      </h1>
      <p>
        Give it to them alone, in a way that nobody else can read: whoever has it sets the password. It works once,
        until <Time at={endsAt} timezone={place.pipeline.timezone} />. It is not shown again.
      </p>
      <p>
        <code id="link">{link}</code>
      </p>
      <p>
        <a href={addresses.oneAccount(name)}>To the account</a>
      </p>
    </Page>
  );
}
