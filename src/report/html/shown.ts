/** Text as a page shows it: what has no form of its own is shown as U+FFFD. */
export function shown(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/gu, '\ufffd');
}
