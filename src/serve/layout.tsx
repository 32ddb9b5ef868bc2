import type { ComponentChildren } from 'preact';
import { shown } from '../report/html/shown.js';
import { Outside } from '../report/html/words.js';
import { addresses } from './addresses.js';
import { FindForm } from './find-form.js';
import { navigation, type Group } from './navigation.js';
import { PaperHead } from './paper-head.js';
import type { PagePlace } from './place.js';
import { shippedScript, shippedStyles } from './shipped.js';
import { SignedIn } from './signed-in.js';
import { UnreadNote } from './unread.js';

interface PageProps {
  readonly place: PagePlace;
  readonly title: string;
  /** Whether a form that was sent changed nothing: then the title says so first. */
  readonly isRefused?: boolean;
  /** Of when its content is, for paper, if it is not when the school was last found well; null if that is not noted. */
  readonly asOf?: string | null;
  readonly children: ComponentChildren;
}

export function Page({ place, title, isRefused = false, asOf, children }: PageProps) {
  const { school, at } = place;
  const name = nameOfSchool(place, title);
  const groups = navigation(place);
  const hasMenu = groups.length > 0;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="same-origin" />
        <meta name="robots" content="noindex" />
        <title>{`${isRefused ? 'Error: ' : ''}${titleOf(place, title)}`}</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={shippedStyles().path} />
        <script type="module" src={shippedScript().path} />
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="top">
          <a class="brand" href={addresses.morning}>
            <span class="brand-word">pullthrough</span>
          </a>
          {hasMenu && (
            <a class="menu-link" href="#menu">
              Menu
            </a>
          )}
          <FindForm place={place} />
          <SignedIn visitor={place.visitor} at={at} />
        </header>
        <div class={hasMenu ? 'shell' : 'shell shell-alone'}>
          {hasMenu && (
            <nav class="side" id="menu" tabIndex={-1} aria-label={school === null ? 'Pages' : 'Pages of the school'}>
              {groups.map((group, number) => (
                <PageGroup group={group} id={`pages-${String(number)}`} at={at} />
              ))}
              <p class="menu-close">
                <a href="#main">Close the menu</a>
              </p>
            </nav>
          )}
          <main id="main" tabIndex={-1}>
            {hasMenu && <PaperHead place={place} title={title} at={asOf ?? school?.asOf ?? null} />}
            {name !== null && (
              <p class="of-school">
                <Outside text={name} />
              </p>
            )}
            <UnreadNote />
            {children}
          </main>
        </div>
      </body>
    </html>
  );
}

/** Of several open tabs, each says which school it is. */
function titleOf(place: PagePlace, title: string): string {
  const name = nameOfSchool(place, title);
  return [title, ...(name === null ? [] : [name]), 'pullthrough'].map(shown).join(' · ');
}

/** Null if the page is of no school, or its title says which. */
function nameOfSchool({ school }: PagePlace, title: string): string | null {
  const name = school === null ? null : (school.name ?? school.id);
  return name === title ? null : name;
}

function PageGroup({ group: { heading, isSchool = false, items }, id, at }: { group: Group; id: string; at: string }) {
  return (
    <>
      {heading !== null && (
        <p class={isSchool ? 'side-here' : 'side-heading'} id={id}>
          {isSchool ? <Outside text={heading} /> : heading}
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
