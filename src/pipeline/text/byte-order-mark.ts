const byteOrderMark = '\ufeff';

/** A text in two: its byte order mark, which may be blank, and all that follows. */
export function splitMark(text: string): { readonly mark: string; readonly rest: string } {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : '';
  return { mark, rest: text.slice(mark.length) };
}
