/**
 * An unexpected fault in one line, without a trace. The system names what it was asked for (`EMFILE: too many open
 * files, open 'pipeline.yaml'`), and Node.js the package that is not installed. For a fault of the program, the line gives its place: its message may quote data.
 */
export function faultInWords(error: unknown): string {
  if (error instanceof Error && 'syscall' in error) return error.message;
  const missing = missingPackage(error);
  if (missing !== null) return `The program is not installed whole: ${missing} is missing. Install it again (npm ci).`;
  const { name, stack } = error instanceof Error ? error : new Error();
  const place = stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  return `A fault of the program (${name} ${place.trim()}); please report it.`;
}

/** What Node.js did not find when it loaded a module; null for any other fault. */
export function missingPackage(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  if (error.code !== 'ERR_MODULE_NOT_FOUND' && error.code !== 'MODULE_NOT_FOUND') return null;
  return /'([^']+)'/.exec(error.message)?.[1] ?? 'a package';
}
