const format = new Intl.NumberFormat('en-GB');

/** `1,444`: how people read a number. */
export function numberInWords(count: number): string {
  return format.format(count);
}
