import type { ComponentChildren } from 'preact';
import { Outside } from '../report/html/words.js';
import { navigation } from './navigation.js';
import type { PagePlace } from './place.js';
import { SignedIn } from './signed-in.js';

interface PageProps {
  readonly place: PagePlace;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Page({ place, title, children }: PageProps) {
  const { school, at } = place;
  const items = navigation(place);
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · pullthrough`}</title>
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
            {items.length > 0 && (
              <nav aria-label={school === null ? 'Pages' : 'Pages of the school'}>
                <ul>
                  {items.map((item) => (
                    <li>
                      <a href={item.at} aria-current={item.at === at ? 'page' : undefined}>
                        {item.label}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
            )}
          </div>
        </header>
        <main id="main">{children}</main>
      </body>
    </html>
  );
}
