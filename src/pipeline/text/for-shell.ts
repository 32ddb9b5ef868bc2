const steering = /[\p{C}\p{Zl}\p{Zp}]/u;

function escaped(found: string): string {
  if (found === '\\' || found === "'") return `\\${found}`;
  return Array.from(Buffer.from(found), (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
}

/** A text in the form that a shell reads as one word. */
export function forShell(text: string): string {
  // Characters that control a terminal would not show; bash, zsh and ksh read them in this form.
  if (steering.test(text)) return `$'${text.replace(/[\\']|[\p{C}\p{Zl}\p{Zp}]/gu, escaped)}'`;
  return /^[\w.,:=@%/+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The same for the last argument of a call, so one that begins with `-` is not taken for an option. */
export function asLastArgument(text: string): string {
  return `${text.startsWith('-') ? '-- ' : ''}${forShell(text)}`;
}
