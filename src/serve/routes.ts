import type { Route } from './route.js';
import { account } from './routes/account.js';
import { accounts } from './routes/accounts.js';
import { allRuns } from './routes/all-runs.js';
import { audit } from './routes/audit.js';
import { code } from './routes/code.js';
import { find } from './routes/find.js';
import { held } from './routes/held.js';
import { heldSchools } from './routes/held-schools.js';
import { lists } from './routes/lists.js';
import { morning } from './routes/morning.js';
import { notThrough } from './routes/not-through.js';
import { ownFactor } from './routes/own-factor.js';
import { record } from './routes/record.js';
import { rules } from './routes/rules.js';
import { runs } from './routes/runs.js';
import { schools } from './routes/schools.js';
import { search } from './routes/search.js';
import { setPassword } from './routes/set-password.js';
import { signIn } from './routes/sign-in.js';
import { signInWith } from './routes/sign-in-with.js';
import { toCorrect } from './routes/to-correct.js';
import { typing } from './routes/typing.js';
import { why } from './routes/why.js';

/** All pages and forms. */
export const routes: readonly Route[] = [
  ...signIn,
  ...code,
  ...signInWith,
  ...setPassword,
  ...account,
  ...ownFactor,
  ...accounts,
  ...audit,
  ...morning,
  ...schools,
  ...find,
  ...rules,
  ...notThrough,
  ...search,
  ...why,
  ...toCorrect,
  ...held,
  ...heldSchools,
  ...runs,
  ...allRuns,
  ...lists,
  ...record,
  ...typing,
];
