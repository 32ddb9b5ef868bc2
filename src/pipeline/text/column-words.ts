/** What becomes of a column when fields of its kind come and go, for who changes the pipeline. */
export const columnWords = {
  added: (field: string) =>
    `"${field}" gets a column: nearly all rows change at the next load, which the guard does not count.`,
  gone: (column: string, kind: string) =>
    `"${column}" is no stored field of ${kind} any more: while rows have values in its column, the database is refused until \`emptied: [${column}]\` is there, which empties it for good.`,
  emptied: (column: string) =>
    `"${column}" is emptied for all schools, in the history too, by the next command that writes; the guard does not count it.`,
} as const;
