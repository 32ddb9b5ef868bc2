import { inert } from './inert.js';

/** Text that XML 1.0 accepts, as inert as all other text; what XML forbids, escaped or not, is replaced. */
export function escapeXml(text: string): string {
  return inert(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');
}
