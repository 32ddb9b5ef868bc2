/** Colours and weights as this program gives them to a terminal (ECMA-48, SGR). */
const painted = '\\u001b\\[(?:1|2|22|31|32|39)m';
const steering = '[\\p{C}\\p{Zl}\\p{Zp}]';
const plainText = new RegExp(steering, 'gu');
const paintedText = new RegExp(`${painted}|${steering}`, 'gu');
/** A command wherever it is: in GitHub's older form, to Azure Pipelines, to TeamCity. */
const commandAnywhere = /##(?=\[|vso\[|teamcity\[)/giu;
/** GitHub Actions takes a line that begins like this for a command, even after white space. */
const commandAtStart = /^([^\S\n\r\u2028\u2029]*):(?=:)/gmu;

/**
 * Makes text that a terminal and a CI log take for text only, even if it comes from extracts, YAML or file names: no
 * control character except the end of a line and the tab, no change of direction, no CI command.
 * @param isPainted whether this program's own colours stay
 */
export function inert(text: string, isPainted = false): string {
  return text
    .replace(isPainted ? paintedText : plainText, (found) =>
      found === '\n' || found === '\t' || found.length > 2 ? found : '\ufffd',
    )
    .replace(commandAnywhere, '# #')
    .replace(commandAtStart, '$1: ');
}

/** JSON that is as inert and says the same: what could steer a reader is escaped, which JSON allows only in strings. */
export function inertJson(value: unknown, indent?: number): string {
  return inertJsonText(JSON.stringify(value, undefined, indent));
}

/** The same for JSON that is written already. */
export function inertJsonText(json: string): string {
  return json
    .replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, (found) => found.split('').map(escaped).join(''))
    .replaceAll('##', '#\\u0023');
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
