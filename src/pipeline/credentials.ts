/**
 * A text without the user and password of a URL in it, however the URL is misspelt: what stands between its scheme, or its
 * `//`, and the last `@`.
 */
export function withoutCredentials(text: string): string {
  return text.replace(/([a-z]:(?=\S)\/*|\/\/).*@/gi, '$1…@');
}
