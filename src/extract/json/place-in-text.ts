export const newline = 0x0a;

/** Where a text's next byte is. Lines and columns count from 1; a column is a character, not a byte. */
export class PlaceInText {
  line = 1;
  column = 1;

  feed(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === newline) {
        this.line++;
        this.column = 1;
      } else if (!isContinuation(byte)) {
        this.column++;
      }
    }
  }
}

/** Whether a byte continues a character in UTF-8. */
export function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
