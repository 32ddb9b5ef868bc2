/** How many sentences are said one after the other. */
const mostTogether = 3;

/** Some sentences, each once, as one text: the first of many, and how many more there are. */
export function inShort(sentences: readonly string[]): string {
  const once = [...new Set(sentences)];
  const more = once.length - mostTogether;
  return [...once.slice(0, mostTogether), ...(more > 0 ? [`And ${String(more)} more like these.`] : [])].join(' ');
}
