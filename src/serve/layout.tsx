import type { ComponentChildren } from 'preact';
import { shown } from '../report/html/shown.js';
import { Outside } from '../report/html/words.js';
import { navigation, type Group } from './navigation.js';
import type { PagePlace } from './place.js';
import { SignedIn } from './signed-in.js';

interface PageProps {
  readonly place: PagePlace;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Page({ place, title, children }: PageProps) {
  const { school, at } = place;
  const groups = navigation(place);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <meta name="robots" content="noindex" />
        <title>{titleOf(place, title)}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/style.css" />
        <script type="module" src="/page.js" />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header>
          <div>
            <strong>{school === null ? 'pullthrough' : <Outside text={school.name ?? school.id} />}</strong>
            <SignedIn visitor={place.visitor} at={at} />
            {groups.length > 0 && (
              <nav aria-label={school === null ? 'Pages' : 'Pages of the school'}>
                {groups.map((group, number) => (
                  <PageGroup group={group} id={`pages-${String(number)}`} at={at} />
                ))}
              </nav>
            )}
          </div>
        </header>
        <main id="main">{children}</main>
      </body>
    </html>
  );
}

/** Of several open tabs, each says which school it is. */
function titleOf({ school }: PagePlace, title: string): string {
  const name = school === null ? null : (school.name ?? school.id);
  return [title, ...(name === null || name === title ? [] : [name]), 'pullthrough'].map(shown).join(' · ');
}

function PageGroup({ group: { heading, items }, id, at }: { group: Group; id: string; at: string }) {
  return (
    <>
      {heading !== null && (
        <p class="quiet" id={id}>
          {heading}
        </p>
      )}
      <ul aria-labelledby={heading === null ? undefined : id}>
        {items.map((item) => (
          <li>
            <a href={item.at} aria-current={item.at === at ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}
