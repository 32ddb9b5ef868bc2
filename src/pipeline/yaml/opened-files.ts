import type { Document, LineCounter } from 'yaml';

/** A file that was read and parsed. */
export interface ParsedFile {
  readonly text: string;
  /** Null if it is too deep. */
  readonly document: Document | null;
  readonly lines: LineCounter;
}

/** What someone who reads a configuration again and again knows of its files. */
export class OpenedFiles {
  /** The paths of all files that were opened, as messages show them. */
  readonly paths = new Set<string>();
  /** By path with all symbolic links followed. */
  readonly #parsed = new Map<string, ParsedFile>();

  /** Parses a file only if its text is another one than the last time. */
  parsed(path: string, text: string, parse: () => ParsedFile): ParsedFile {
    const known = this.#parsed.get(path);
    if (known?.text === text) return known;
    const parsed = parse();
    this.#parsed.set(path, parsed);
    return parsed;
  }
}

let watched: OpenedFiles | null = null;

/** Notes each YAML file that is opened from now on, until `forgetOpened`. One at a time watches. */
export function noteOpened(): OpenedFiles {
  watched = new OpenedFiles();
  return watched;
}

export function forgetOpened(): void {
  watched = null;
}

/** So many that a configuration of the usual size fits, and few enough that their memory does not matter. */
const mostKept = 100;
/** By text, the last used last; null while each text is parsed anew. */
let kept: Map<string, ParsedFile> | null = null;

/** Parses equal texts once from now on: for a process that reads many configurations with most files in common. */
export function parseOnce(): void {
  kept ??= new Map();
}

/** What `YamlFile` reads with. */
export function openedBy(path: string, real: string, text: string, parse: () => ParsedFile): ParsedFile {
  if (watched === null) return parsedOnce(text, parse);
  watched.paths.add(path);
  return watched.parsed(real, text, () => parsedOnce(text, parse));
}

function parsedOnce(text: string, parse: () => ParsedFile): ParsedFile {
  if (kept === null) return parse();
  const parsed = kept.get(text) ?? parse();
  kept.delete(text);
  kept.set(text, parsed);
  const [oldest = ''] = kept.keys();
  if (kept.size > mostKept) kept.delete(oldest);
  return parsed;
}
