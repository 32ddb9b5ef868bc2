import { withoutCommand } from '../load/hold/why-held.js';
import { Outside } from '../report/html/words.js';

/** Why a school was held, failed or not looked at. */
export function Reason({ school, text }: { readonly school: string; readonly text: string }) {
  return <Outside text={withoutCommand(text, school)} />;
}
