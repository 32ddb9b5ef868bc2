import type { Token } from '../json/token.js';
import { Room } from './distinct.js';
import { looksLikeId } from './hide-keys.js';
import { mostKeys, PathNode } from './path-node.js';

/** Where the next token belongs. */
interface Standing {
  readonly node: PathNode;
  readonly isList: boolean;
  /** The number of the entry of the nearest list around it. */
  readonly row: number;
  /** How many entries of a list have come. */
  entries: number;
  /** What stands under the key that came last. */
  next: PathNode | null;
}

/** Paths that are told apart, and how deep they go: what is beyond is counted where it begins. */
const mostPaths = 20_000;
const deepest = 100;

/** Makes the tree of paths from tokens. */
export class SurveyBuilder {
  readonly #room = new Room();
  readonly root = new PathNode(this.#room);
  documents = 0;
  /** Values in the place of a document that are no object. */
  notObjects = 0;
  isArray = false;
  /** Whether some paths were not told apart, because there are too many or they are too deep. */
  isCut = false;
  /** Whether something comes after the documents that were looked at. */
  hasMore = false;
  readonly #standing: Standing[] = [];
  #paths = 0;
  #skipping = 0;

  /** @param most documents; what comes after them is not looked at */
  constructor(private readonly most: number) {}

  get isDone(): boolean {
    return this.documents >= this.most && this.#standing.length === 0;
  }

  take(token: Token): void {
    const { name } = token;
    if (this.#skipping > 0) this.#skip(name);
    else if (this.isDone) this.hasMore ||= name === 'startObject';
    else if (name === 'keyValue') this.#key(String(token.value));
    else if (name === 'startObject') this.#begin('object');
    else if (name === 'startArray') this.#begin('list');
    else if (name === 'endObject' || name === 'endArray') this.#standing.pop();
    else this.#value(token);
  }

  #skip(name: string): void {
    if (name === 'startObject' || name === 'startArray') this.#skipping++;
    else if (name === 'endObject' || name === 'endArray') this.#skipping--;
  }

  #key(key: string): void {
    const top = this.#standing.at(-1);
    if (top === undefined) return;
    const { node } = top;
    const known = node.keys.get(key);
    if (known !== undefined) top.next = known;
    else if (looksLikeId(key) || node.keys.size >= mostKeys || this.#paths >= mostPaths) {
      this.isCut ||= this.#paths >= mostPaths;
      // With so many keys, those that came before are no names of fields either.
      if (node.keys.size >= mostKeys) for (const other of [...node.keys.keys()]) node.hide(other);
      top.next = node.hidden(key);
    } else {
      this.#paths++;
      top.next = node.keyed(key);
    }
  }

  #begin(type: 'object' | 'list'): void {
    const top = this.#standing.at(-1);
    if (top === undefined && type === 'list' && !this.isArray) {
      this.isArray = true;
      return;
    }
    const node = this.#next();
    if (top === undefined && type === 'list') this.notObjects++;
    node.types[type]++;
    this.#noteAround(node);
    if (this.#standing.length >= deepest || (top === undefined && type === 'list')) {
      this.isCut = true;
      this.#skipping = 1;
      return;
    }
    this.#standing.push({ node, isList: type === 'list', row: rowIn(top), entries: 0, next: null });
  }

  #value({ name, value }: Token): void {
    const top = this.#standing.at(-1);
    if (top === undefined) this.notObjects++;
    const node = this.#next();
    const row = top?.isList === true ? node.count : rowIn(top);
    if (name === 'nullValue') node.types.null++;
    else if (name === 'stringValue') node.addValue('text', String(value), row);
    else if (name === 'numberValue') node.addValue('number', String(value), row);
    else node.addValue('boolean', String(value), row);
    this.#noteAround(node);
  }

  #noteAround(node: PathNode): void {
    const top = this.#standing.at(-1);
    if (top?.isList === true) node.noteAround(top.row);
  }

  /** The node of the value that begins, which is one more entry if it is in a list. */
  #next(): PathNode {
    const top = this.#standing.at(-1);
    if (top === undefined) {
      this.documents++;
      return this.root;
    }
    if (!top.isList) return top.next ?? top.node;
    top.entries++;
    return top.node.entry;
  }
}

/** Entries of a list are numbered by how many came before in all lists of that path. */
function rowIn(top: Standing | undefined): number {
  if (top === undefined) return 0;
  return top.isList ? top.node.entry.count - 1 : top.row;
}
