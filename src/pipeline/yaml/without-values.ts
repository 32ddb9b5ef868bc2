const tokens = /"[^"]*"|'[^']*'|[\p{L}\p{N}\p{M}_.\\-]+/gu;
const stands = /^(?:true|false|null|-+)$/;

/**
 * A line of YAML with a dot for each letter and digit of its values, so places in it stay where they are. Files of cases
 * may have values of people, and a message about one needs its keys only.
 */
export function withoutValues(line: string): string {
  return line.replace(tokens, (token, at: number) => {
    const isKey = /^:(?:\s|$)/.test(line.slice(at + token.length, at + token.length + 2));
    return isKey || stands.test(token) ? token : dotted(token);
  });
}

function dotted(text: string): string {
  return text.replace(/[\p{L}\p{N}\p{M}]/gu, (letter) => '·'.repeat(letter.length));
}
