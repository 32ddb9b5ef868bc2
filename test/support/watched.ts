import type { BrowserContext } from 'playwright-core';

/**
 * Whatever a browser complains of, and whatever it asks of another host, as it happens: errors of the console (what the
 * content security policy refuses stands there, too), errors of scripts, requests that fail.
 */
export function watched(context: BrowserContext, origin: string): string[] {
  const seen: string[] = [];
  context.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) seen.push(message.text());
  });
  context.on('weberror', (error) => seen.push(String(error.error())));
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) seen.push(`asks ${request.url()}`);
  });
  context.on('requestfailed', (request) => {
    // A question that a later one overtakes, and what is downloaded instead of shown.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') seen.push(`${request.url()} failed: ${why}`);
  });
  return seen;
}
