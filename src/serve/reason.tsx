import { withoutWayOut } from '../load/hold-words.js';
import { Outside } from '../report/html/words.js';

/** Why a school was held, failed or not looked at; the command that releases it is for those who have no page for that. */
export function Reason({ school, text }: { readonly school: string; readonly text: string }) {
  return <Outside text={withoutWayOut(text, school)} />;
}
