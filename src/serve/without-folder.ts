import { capital } from '../pipeline/text/text.js';

/** A reason may begin with the file that it is about; where that is on the server says nothing to who reads a page. */
export function withoutFolder(text: string): string {
  return text.replace(/^[^:]*\/([^/:]+: )/, '$1');
}

/** The same without the file, and which line or document of it. */
export function withoutFile(text: string): string {
  const rest = withoutFolder(text).replace(/^[^:\s][^:]*\.(?:json|jsonl|ndjson)(?:\.gz)?(?:, [^:]*)?: /, '');
  return capital(rest);
}
