import { withoutCommand } from '../load/hold/why-held.js';
import { Outside } from '../report/html/words.js';

/** Why a school was held, failed or not looked at. */
export function Reason({ school, text }: { readonly school: string; readonly text: string }) {
  return <Outside text={withoutFolder(withoutOption(withoutCommand(text, school)))} />;
}

/** What to type is for who runs the command, and that reads it there. */
function withoutOption(text: string): string {
  return text.replace(/ If it is right: --[\w-]+\.$/, '');
}

/** A reason may begin with the file that it is about; where that is on the server says nothing to who reads a page. */
function withoutFolder(text: string): string {
  return text.replace(/^[^:]*\/([^/:]+: )/, '$1');
}
