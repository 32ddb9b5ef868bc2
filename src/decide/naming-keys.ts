import { Numbers } from '../extract/items/numbers.js';

/** The keys of the extract that named each link. Different lists are few, so a link only has the number of its own. */
export class NamingKeys {
  readonly #lists: (readonly string[])[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #links: Numbers;
  /** What was asked for last: usually it is asked for again. */
  #last: { readonly list: readonly string[]; readonly number: number } | null = null;

  /** @param links how many there are */
  constructor(links: number) {
    this.#links = new Numbers(links);
  }

  of(link: number): readonly string[] {
    return this.#lists[this.#links.at(link)];
  }

  /** Notes what named the next link. */
  push(list: readonly string[]): void {
    this.#links.push(this.#numberOf(list));
  }

  /** Notes that this key named the link, too. */
  add(link: number, key: string): void {
    const list = this.of(link);
    if (!list.includes(key)) this.#links.put(link, this.#numberOf([...list, key]));
  }

  /** The next link is a copy of this one. */
  repeat(link: number): void {
    this.#links.push(this.#links.at(link));
  }

  #numberOf(list: readonly string[]): number {
    if (this.#last?.list === list) return this.#last.number;
    const key = JSON.stringify(list);
    let number = this.#numbers.get(key);
    if (number === undefined) this.#numbers.set(key, (number = this.#lists.push(list) - 1));
    this.#last = { list, number };
    return number;
  }
}
