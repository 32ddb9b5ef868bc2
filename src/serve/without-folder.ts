/** A reason may begin with the file that it is about; where that is on the server says nothing to who reads a page. */
export function withoutFolder(text: string): string {
  return text.replace(/^[^:]*\/([^/:]+: )/, '$1');
}
