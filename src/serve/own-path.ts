/** Where a form leads: to the path that was sent if it is one of this site, otherwise to the first page. */
export function ownPath(sent: string): string {
  // Browsers drop control characters, and read \ as /: two slashes lead to another host.
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(sent) || sent.length > 2000) return '/';
  const base = 'http://own.invalid';
  const url = URL.canParse(sent, base) ? new URL(sent, base) : null;
  return url?.origin === base && url.pathname.startsWith('/') && !url.pathname.startsWith('//')
    ? `${url.pathname}${url.search}`
    : '/';
}
