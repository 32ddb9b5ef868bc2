/**
 * An unexpected fault in one line, without a trace. The system names what it was asked for (`EMFILE: too many open
 * files, open 'pipeline.yaml'`). For a fault of the program, the line gives its place: its message may quote data.
 */
export function faultInWords(error: unknown): string {
  if (error instanceof Error && 'syscall' in error) return error.message;
  const { name, stack } = error instanceof Error ? error : new Error();
  const place = stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  return `A fault of the program (${name} ${place.trim()}); please report it.`;
}
