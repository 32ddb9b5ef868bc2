/**
 * How many milliseconds an answer asks to wait (RFC 9110, 10.2.3): in seconds, or until a date.
 * @returns null if it does not say, or nobody can read it
 */
export function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const at = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}

const firstWait = 1000;

/** Milliseconds before the next try: longer from try to try, and of no two sources at the same time. */
export function waitBefore(tried: number, most: number): number {
  const span = Math.min(most, firstWait * 2 ** (tried - 1));
  return span / 2 + (Math.random() * span) / 2;
}
