/** As a shell takes it for one word. */
export function forShell(text: string): string {
  return /^[\w.,:=@%/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same for an argument that is the last thing of a call: one that begins with `-` is no option. */
export function asLastArgument(text: string): string {
  return `${text.startsWith('-') ? '-- ' : ''}${forShell(text)}`;
}
