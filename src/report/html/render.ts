import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/** A page as text. All text in it is escaped, also for anyone who sees its source in a CI log (inert.ts). */
export function renderPage(page: VNode): string {
  return `<!DOCTYPE html>\n${renderToString(page).replaceAll('##', '#&#35;')}\n`;
}
