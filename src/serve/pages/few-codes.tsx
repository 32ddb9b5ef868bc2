import { counted } from '../../pipeline/text/counted.js';
import { addresses } from '../addresses.js';
import { GoOn, type Onward } from '../go-on.js';
import { Page } from '../layout.js';
import type { PagePlace } from '../place.js';

interface Props extends Onward {
  readonly place: PagePlace;
  /** How many recovery codes they have. */
  readonly left: number;
}

/** For somebody who has signed in, and would soon be locked out without their phone. */
export function FewCodesPage({ place, left, ...onward }: Props) {
  return (
    <Page place={place} title="Few recovery codes are left">
      <h1>{left === 0 ? 'You have no recovery codes left' : `You have ${counted(left, 'recovery code')} left`}</h1>
      <p>
        You are signed in. If you lost your phone now, {left === 0 ? 'only an admin' : 'these, and then only an admin,'}{' '}
        could let you in.
      </p>
      <p>
        <a href={addresses.ownRecoveryCodes}>Make new recovery codes</a> (it asks for the next code that your app shows)
      </p>
      <GoOn {...onward} />
    </Page>
  );
}
