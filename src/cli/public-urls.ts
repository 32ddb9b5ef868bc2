import { WrongCallError } from './wrong-call.js';

/** The addresses by which people reach the pages. @throws WrongCallError */
export function readPublicUrls(given: readonly string[]): URL[] {
  return given.map((text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    const isWhole = url !== null && /^https?:$/.test(url.protocol) && url.host !== '';
    if (!isWhole || url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '')
      throw new WrongCallError(
        `--public-url ${text} is no address of a site: give it as https://data.example.org, without a path.`,
      );
    return url;
  });
}
