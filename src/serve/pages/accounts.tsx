import type { Account } from '../../load/people/accounts.js';
import type { Identity } from '../../load/people/identities.js';
import { counted } from '../../pipeline/text/counted.js';
import { Outside } from '../../report/html/words.js';
import { addresses, partQuery } from '../addresses.js';
import { Name } from '../cut.js';
import { Page } from '../layout.js';
import { List } from '../list.js';
import { Parts } from '../parts.js';
import type { PagePlace } from '../place.js';

interface Props {
  readonly place: PagePlace;
  readonly search: string;
  readonly total: number;
  readonly accounts: readonly ListedAccount[];
  /** Of their schools, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly page: number;
  readonly pages: number;
}

/** With how they sign in, in words, and how providers call them. */
export interface ListedAccount extends Account {
  readonly identities: readonly Identity[];
  readonly signsIn: string;
}

/** Who may sign in, as what, and to which schools. */
export function AccountsPage({ place, search, total, accounts, names, page, pages }: Props) {
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
            {accounts.length > 0 && <Accounts accounts={accounts} names={names} />}
            <Parts page={page} pages={pages} at={(part) => partQuery({ search: search || null }, part)} />
          </div>
        </>
      )}
    </Page>
  );
}

function Accounts({ accounts, names }: Pick<Props, 'accounts' | 'names'>) {
  return (
    <List
      name="Accounts"
      columns={['Name', { label: 'Role', isPlain: true }, 'Schools', 'Signs in by']}
      rows={accounts.map(({ name, role, schools, disabledAt, signsIn }) => [
        <a href={addresses.oneAccount(name)}>
          <Name text={name} />
        </a>,
        role,
        schools === null ? 'all schools' : <Named schools={schools} names={names} />,
        disabledAt === null ? signsIn : <span class="status status-held">disabled</span>,
      ])}
    />
  );
}

/** More than these would hide the other accounts. */
const mostNamed = 3;

function Named({ schools, names }: Pick<Props, 'names'> & { readonly schools: ReadonlySet<string> }) {
  if (schools.size === 0) return <>no school</>;
  const more = schools.size - mostNamed;
  return (
    <>
      <Outside
        text={[...schools]
          .slice(0, mostNamed)
          .map((id) => names.get(id) ?? id)
          .join(', ')}
      />
      {more > 0 && ` and ${String(more)} more`}
    </>
  );
}
