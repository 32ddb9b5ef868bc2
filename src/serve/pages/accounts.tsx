import type { Account } from '../../load/people/accounts.js';
import { counted } from '../../pipeline/text/counted.js';
import { WideTable } from '../../report/html/wide-table.js';
import { Outside } from '../../report/html/words.js';
import { addresses, partQuery } from '../addresses.js';
import { Page } from '../layout.js';
import { Parts } from '../parts.js';
import type { PagePlace } from '../place.js';

interface Props {
  readonly place: PagePlace;
  readonly search: string;
  readonly total: number;
  readonly accounts: readonly ListedAccount[];
  readonly page: number;
  readonly pages: number;
}

/** With how they sign in, in words. */
export interface ListedAccount extends Account {
  readonly signsIn: string;
}

/** Who may sign in, as what, and to which schools. */
export function AccountsPage({ place, search, total, accounts, page, pages }: Props) {
  return (
    <Page place={place} title="Accounts">
      <h1>Accounts</h1>
      <p>
        <a href={addresses.newAccount}>Add an account</a>
      </p>
      {total === 0 && search === '' ? (
        <p>
          Nobody has an account: on this machine the pages are open to anybody. As soon as somebody has one, everyone
          has to sign in, here too.
        </p>
      ) : (
        <>
          <form class="ask" role="search" action={addresses.accounts}>
            <label>
              Name
              <input type="search" name="search" value={search} autocomplete="off" />
            </label>
            <button type="submit">Show</button>
          </form>
          <p role="status" id="count">
            {counted(total, 'account')}
            {search === '' ? '' : ' found'}
          </p>
          <div id="found">
            {accounts.length > 0 && <List accounts={accounts} />}
            <Parts page={page} pages={pages} at={(part) => partQuery({ search: search || null }, part)} />
          </div>
        </>
      )}
    </Page>
  );
}

function List({ accounts }: Pick<Props, 'accounts'>) {
  return (
    <WideTable name="Accounts" columns={['Name', 'Role', 'Schools', 'Signs in by']}>
      {accounts.map(({ name, role, schools, disabledAt, signsIn }) => (
        <tr>
          <th scope="row">
            <a href={addresses.oneAccount(name)}>
              <Outside text={name} />
            </a>
          </th>
          <td>{role}</td>
          <td>{schools === null ? 'all schools' : <Named schools={schools} />}</td>
          <td>{disabledAt === null ? signsIn : <span class="status-held">disabled</span>}</td>
        </tr>
      ))}
    </WideTable>
  );
}

/** More than these would hide the other accounts. */
const mostNamed = 3;

function Named({ schools }: { readonly schools: ReadonlySet<string> }) {
  if (schools.size === 0) return <>no school</>;
  const more = schools.size - mostNamed;
  return (
    <>
      <Outside text={[...schools].slice(0, mostNamed).join(', ')} />
      {more > 0 && ` and ${String(more)} more`}
    </>
  );
}
