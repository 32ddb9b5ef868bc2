/** A list of values is as wide as the widest of them. */
const widest = 60;

export function shortened(value: string): string {
  const letters = [...value];
  return letters.length <= widest ? value : `${letters.slice(0, widest - 1).join('')}…`;
}
