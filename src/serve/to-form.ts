import type { Route, Visit } from './route.js';

/** Leads from the address of a form, where a page stands that refused it, to the page that has the form. */
export function toForm(path: Route['path'], to: (visit: Visit) => string): Route {
  return { method: 'GET', path, needs: 'viewer', answer: (visit) => Promise.resolve({ to: to(visit) }) };
}
