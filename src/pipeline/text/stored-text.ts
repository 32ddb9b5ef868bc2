import { normalise, repair } from './text.js';

/** V8 makes a view of a text of this length or longer, and copies a shorter one. */
const shortestView = 13;

/** Whether a text is stored as it is: only visible ASCII, and spaces within it. Nearly every text is. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit < 0x20 || unit > 0x7e) return false;
  }
  return text.charCodeAt(0) !== 0x20 && text.charCodeAt(text.length - 1) !== 0x20;
}

/** Text as it is stored; '' for a blank. */
export function toText(text: string): string {
  return isPlain(text) ? text : normalise(repair(text));
}

/**
 * A copy of a text, to keep. A text of that length from the parser is only a view of the text around it, and would hold
 * all of that in memory.
 */
export function byItself(text: string): string {
  if (text.length < shortestView) return text;
  const encoding = isPlain(text) ? 'latin1' : 'utf16le';
  return Buffer.from(text, encoding).toString(encoding);
}

/** Whether a text has characters that must be replaced, because no database holds them. */
export function needsRepair(text: string): boolean {
  return !isPlain(text) && (!text.isWellFormed() || text.includes('\0'));
}
