/** `school` of one, else `schools`. */
export function noun(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** `1 school`, `3 schools`. */
export function counted(count: number, one: string, many?: string): string {
  return `${String(count)} ${noun(count, one, many)}`;
}

/** `Year 5, Year 6 and Year 7`. */
export function joined(words: readonly string[], last: 'and' | 'or' = 'and'): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`;
}
