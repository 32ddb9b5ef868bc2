import { withoutCommand } from '../load/hold/why-held.js';
import { Outside } from '../report/html/words.js';
import { ForAdmins } from './for-admins.js';
import type { Visitor } from './visitor.js';
import { withoutFile, withoutFolder } from './without-folder.js';

interface Props {
  readonly school: string;
  readonly text: string;
}

/** Why a school was held, failed or not looked at; which file that was about is for those who look after files. */
export function Reason({ visitor, ...of }: Props & { readonly visitor: Visitor }) {
  const whole = said(of);
  const words = withoutFile(whole);
  return (
    <>
      <Outside text={words} />
      {words !== whole && (
        <ForAdmins visitor={visitor}>
          <Outside text={whole} />
        </ForAdmins>
      )}
    </>
  );
}

/** With the file that it is about, but without its folder. */
export function WholeReason(of: Props) {
  return <Outside text={said(of)} />;
}

function said({ school, text }: Props): string {
  return withoutFolder(withoutOption(withoutCommand(text, school)));
}

/** What to type is for who runs the command, and that reads it there. */
function withoutOption(text: string): string {
  return text.replace(/ If it is right: --[\w-]+\.$/, '');
}
