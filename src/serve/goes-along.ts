/** How long what somebody typed waits for them to sign in again, in milliseconds. */
export const unsavedEnds = 60 * 60 * 1000;

/** Browsers keep no longer cookies, and servers and proxies take no more of them in one request. */
const longestCookie = 3800;

/** Whether the browser can keep what was typed while somebody signs in at another site, where no form goes along. */
export function goesAlong(unsaved: string): boolean {
  return unsaved.length <= longestCookie;
}
