/**
 * What nobody expected, in a line, without a trace. The system names what it was asked for (`EMFILE: too many open files, open
 * 'pipeline.yaml'`). Of a fault of the program its place, not its message, which may quote what it choked on.
 */
export function faultInWords(error: unknown): string {
  if (error instanceof Error && 'syscall' in error) return error.message;
  const { name, stack } = error instanceof Error ? error : new Error();
  const place = stack?.split('\n').find((line) => line.trimStart().startsWith('at ')) ?? '';
  return `A fault of the program (${name} ${place.trim()}); please report it.`;
}
