import type { ComponentChildren } from 'preact';
import type { Pipeline, RecordKind } from '../pipeline/pipeline.js';
import { Outside } from '../report/html/words.js';
import { addresses } from './addresses.js';

/** Where a page stands. */
export interface Place {
  readonly pipeline: Pipeline;
  /** Null on pages of no one school. */
  readonly school: { readonly id: string; readonly name: string | null } | null;
  /** Whose list it is, or belongs to. */
  readonly kind: RecordKind | null;
  /** Whether it is about what does not come through. */
  readonly notThrough?: true;
}

interface PageProps {
  readonly place: Place;
  readonly title: string;
  readonly children: ComponentChildren;
}

export function Page({ place: { pipeline, school, kind, notThrough }, title, children }: PageProps) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{`${title} · pullthrough`}</title>
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        <a class="skip" href="#main">
          To the content
        </a>
        <header>
          <div>
            <strong>{school === null ? 'pullthrough' : <Outside text={school.name ?? school.id} />}</strong>
            <nav aria-label={school === null ? 'Pages' : 'Pages of the school'}>
              <ul>
                <li>
                  <a href={addresses.schools} aria-current={school === null ? 'page' : undefined}>
                    Schools
                  </a>
                </li>
                {school !== null &&
                  pipeline.records.map((one) => (
                    <li>
                      <a href={addresses.list(school.id, one)} aria-current={one === kind ? 'page' : undefined}>
                        {one.label}
                      </a>
                    </li>
                  ))}
                {school !== null && (
                  <li>
                    <a href={addresses.notThrough(school.id)} aria-current={notThrough === true ? 'page' : undefined}>
                      Not coming through
                    </a>
                  </li>
                )}
              </ul>
            </nav>
          </div>
        </header>
        <main id="main">{children}</main>
      </body>
    </html>
  );
}
