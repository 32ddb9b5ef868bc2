import type { Account } from '../load/people/accounts.js';
import type { Identity } from '../load/people/identities.js';
import type { Served } from './route.js';

/** By what somebody signs in, in words. */
export function waysIn({ providers }: Pick<Served, 'providers'>, { hasPassword }: Account, known: readonly Identity[]) {
  const labelOf = (provider: string) => providers?.all.find(({ name }) => name === provider)?.label ?? provider;
  return [...(hasPassword ? ['password'] : []), ...known.map(({ provider }) => labelOf(provider))];
}

/** Who else signs people in. */
export function providersOf({ providers }: Pick<Served, 'providers'>): readonly { name: string; label: string }[] {
  return providers?.all.map(({ name, label }) => ({ name, label })) ?? [];
}
