import type { Fault } from './vocabulary/fault.js';
import { foldCase } from './text/text.js';

/** A domain as a file writes it, with or without its @, in the form in which it is compared. */
export function domainOf(written: string): string {
  return foldCase(written.replace(/^@/, '').replace(/\.$/, ''));
}

/** What follows the last @ of an address is its domain; a text without an @ has none. */
export function isAtDomain(address: string, domains: readonly string[]): boolean {
  const at = address.lastIndexOf('@');
  if (at < 0) return false;
  const domain = domainOf(address.slice(at + 1));
  return domains.some((one) => domainOf(one) === domain);
}

export function faultOfDomain(written: string): Fault | null {
  if (/^@?[^@\s]+$/.test(written)) return null;
  return {
    message: `"${written}" is no domain.`,
    hint: 'Write what follows the @ of an address: oakfield.example.org',
  };
}
