/** Colours and weights as this program gives them to a terminal (ECMA-48, SGR). */
const painted = '\\u001b\\[(?:1|2|22|31|32|39)m';
const steering = '[\\p{C}\\p{Zl}\\p{Zp}]';
const plainText = new RegExp(steering, 'gu');
const paintedText = new RegExp(`${painted}|${steering}`, 'gu');
/** Taken for a command wherever it stands: by GitHub's older form, by Azure Pipelines, by TeamCity. */
const commandAnywhere = /##(?=\[|vso\[|teamcity\[)/giu;
/** GitHub Actions takes a line for a command that begins so, after white space too. */
const commandAtStart = /^([^\S\n\r\u2028\u2029]*):(?=:)/gmu;

/**
 * Text as a terminal and the log of a CI take it for nothing but text, whatever of it comes from extracts, YAML or names of
 * files: no control character but the end of a line and the tab, no change of direction, no command of a CI.
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

/** A JSON text that is as inert and says the same: what could steer somebody is escaped, which JSON allows in texts alone. */
export function inertJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent)
    .replace(/(?!\n)[\p{C}\p{Zl}\p{Zp}]/gu, (found) => found.split('').map(escaped).join(''))
    .replaceAll('##', '#\\u0023');
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
