const steering = /[\p{C}\p{Zl}\p{Zp}]/u;

function escaped(found: string): string {
  if (found === '\\' || found === "'") return `\\${found}`;
  return Array.from(Buffer.from(found), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** As a shell takes it for one word. */
export function forShell(text: string): string {
  // A terminal takes what steers it for no text: bash, zsh and ksh read it so.
  if (steering.test(text)) return `$'${text.replace(/[\\']|[\p{C}\p{Zl}\p{Zp}]/gu, escaped)}'`;
  return /^[\w.,:=@%/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same for an argument that is the last thing of a call: one that begins with `-` is no option. */
export function asLastArgument(text: string): string {
  return `${text.startsWith('-') ? '-- ' : ''}${forShell(text)}`;
}
