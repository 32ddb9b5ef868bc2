/** What a kind is called: `contactLinks` may be `Parent links` to people. */
interface Called {
  readonly singular: string;
  readonly label: string;
}

/** A kind as a person says it in a sentence: `student`, `parents`, `parent link`. */
export function labelOf({ singular, label }: Called, count: number): string {
  return asSaid(count === 1 ? singular : label);
}

/** A name in small letters, with a blank before each part: `contactLink`, `Contact links`. */
export function asSaid(name: string): string {
  return name.replace(/(?<=[\p{Ll}\p{N}])(?=\p{Lu})/gu, ' ').toLowerCase();
}
