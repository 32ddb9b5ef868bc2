import { withoutCommand } from '../load/hold/why-held.js';
import { Outside } from '../report/html/words.js';
import { withoutFolder } from './without-folder.js';

/** Why a school was held, failed or not looked at. */
export function Reason({ school, text }: { readonly school: string; readonly text: string }) {
  return <Outside text={withoutFolder(withoutOption(withoutCommand(text, school)))} />;
}

/** What to type is for who runs the command, and that reads it there. */
function withoutOption(text: string): string {
  return text.replace(/ If it is right: --[\w-]+\.$/, '');
}
