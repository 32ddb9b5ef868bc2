/** `school` of one, else `schools`. */
export function noun(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? one : many;
}

/** `1 school`, `3 schools`. */
export function counted(count: number, one: string, many?: string): string {
  return `${String(count)} ${noun(count, one, many)}`;
}
