import type { SchoolLine } from '../../browse/school-list.js';
import { Outside } from '../../report/html/words.js';
import { addresses } from '../addresses.js';
import { Page } from '../layout.js';
import type { Place } from '../place.js';
import { Time } from '../time.js';

interface Props {
  readonly place: Place;
  readonly schools: readonly SchoolLine[];
}

/** All schools, those first that failed or are held. */
export function SchoolsPage({ place, schools }: Props) {
  return (
    <Page place={place} title="Schools">
      <h1>Schools</h1>
      {schools.length === 0 ? (
        <p>
          No school has been loaded yet: <code>pullthrough run</code> does that.
        </p>
      ) : (
        <div class="wide">
          <table>
            <caption>Those that failed or are held come first.</caption>
            <thead>
              <tr>
                {['School', 'Id', 'Latest run', 'Last change', 'Why'].map((heading) => (
                  <th scope="col">{heading}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {schools.map(({ school, name, loadedAt, status, reason }) => (
                <tr>
                  <th scope="row">
                    <a href={addresses.school(school)}>
                      <Outside text={name ?? school} />
                    </a>
                  </th>
                  <td>
                    <Outside text={school} />
                  </td>
                  <td class={status === null ? undefined : `status-${status}`}>{status ?? 'not noted'}</td>
                  <td>{loadedAt === null ? 'never' : <Time at={loadedAt} timezone={place.pipeline.timezone} />}</td>
                  <td>{reason === null ? '' : <Outside text={reason} />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Page>
  );
}
