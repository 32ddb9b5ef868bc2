import type { ComponentChildren } from 'preact';
import { renderPage } from './render.js';
import { shown } from './shown.js';
import { style } from './style.js';

interface Props {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** One file that needs nothing else, runs nothing, and may be printed or sent. */
export function documentOf({ title, children }: Props): string {
  return renderPage(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>{shown(title)}</title>
        {/* Our own: nothing from outside is in it. */}
        <style dangerouslySetInnerHTML={{ __html: style }} />
      </head>
      <body>
        <main>{children}</main>
      </body>
    </html>,
  );
}
