import { ownPath } from './own-path.js';

/** The address of a page without the slashes behind its path; null if there are none, or if it would lead to another site. */
export function withoutSlash(address: string): string | null {
  const [path = '', ...query] = address.split('?');
  let end = path.length;
  while (path[end - 1] === '/') end--;
  if (end === path.length || end === 0) return null;
  const to = ownPath([path.slice(0, end), ...query].join('?'));
  return to === '/' ? null : to;
}
