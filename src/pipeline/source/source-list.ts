import { isMap, isScalar, type Node } from 'yaml';
import { keyMap, needed, optional, type MapValues } from '../keys/key-map.js';
import { anyWordOf, byName, count, path, text } from '../keys/types.js';
import { define, named, type YamlType } from '../keys/yaml-type.js';
import { didYouMean } from '../text/did-you-mean.js';
import { normalise, repair } from '../text/text.js';
import { asWritten, type Place, type YamlFile } from '../yaml/yaml-file.js';
import { sourceUrl, type Credential, type Fetching } from './fetching.js';

/** How one page leads to the next. */
export type NextPage =
  | { readonly by: 'next'; readonly path: string }
  | { readonly by: 'link' }
  | { readonly by: 'cursor'; readonly path: string; readonly as: string }
  | { readonly by: 'number' | 'offset'; readonly as: string; readonly from: number };

export interface Pages {
  readonly next: NextPage;
  /** The path of the list of entries on a page; null if the page is the list. */
  readonly list: string | null;
  /** The path at which each page says how many entries all pages have. */
  readonly total: string | null;
}

/** Where one part of a document is. */
export interface PartSource {
  readonly url: string;
  /** Null if the answer is all. */
  readonly pages: Pages | null;
}

/** A school, and where its extract is. */
export interface ListedSource {
  readonly id: string;
  readonly place: Place;
  readonly credential: Credential | null;
  /** The whole document, or by the name of each section where it is. */
  readonly from: PartSource | ReadonlyMap<string, PartSource>;
}

const pageKeys = keyMap({
  list: optional(path, 'The path of the list of entries on each page. Without it each page is such a list.', 'data'),
  next: optional(path, 'The path of the URL of the next page; the last page has none.', 'links.next'),
  link: optional(
    anyWordOf('header'),
    'With `header`, the header `Link` of an answer names the next page (`rel="next"`).',
    'header',
  ),
  cursor: optional(path, 'The path of what names the next page; the last page has none.', 'meta.cursor'),
  as: optional(text, 'The parameter of the URL that takes the cursor.', 'cursor'),
  number: optional(
    text,
    'The parameter that takes the number of a page. The first page without entries is the last.',
    'page',
  ),
  offset: optional(
    text,
    'The parameter that takes how many entries came before. The first page without entries is the last.',
    'skip',
  ),
  from: optional(count(0), 'The number of the first page (1), or the first offset (0).', 1),
  total: optional(
    path,
    'The path at which pages say how many entries there are in all: fewer or more fail.',
    'meta.total',
  ),
});

type SaidOfPages = MapValues<typeof pageKeys.keys>;

function nextIn({ next, link, cursor, as, number, offset, from }: SaidOfPages): NextPage[] {
  return [
    ...(next === null ? [] : [{ by: 'next', path: next } as const]),
    ...(link === null ? [] : [{ by: 'link' } as const]),
    ...(cursor === null ? [] : [{ by: 'cursor', path: cursor, as: as ?? '' } as const]),
    ...(number === null ? [] : [{ by: 'number', as: number, from: from ?? 1 } as const]),
    ...(offset === null ? [] : [{ by: 'offset', as: offset, from: from ?? 0 } as const]),
  ];
}

const pages: YamlType<Pages | null> = named('pages', 'Pages', 'How one page leads to the next.', {
  schema: pageKeys.schema,
  read(file, node, what, key) {
    const said = pageKeys.read(file, node, what, key);
    const [next, ...more] = nextIn(said);
    if (next === undefined || more.length > 0) {
      const hint = 'Give one of next, link, cursor, number and offset.';
      file.problem(key, 'excludes', `${what} do not say how one leads to the next, or say several ways.`, hint);
      return null;
    }
    const { list, total, cursor, as, from } = said;
    if ((cursor === null) !== (as === null))
      file.problem(key, 'missing-key', `${what} with a cursor need "cursor" and "as".`);
    if (from !== null && next.by !== 'number' && next.by !== 'offset')
      file.problem(key, 'excludes', 'Only numbers and offsets have a "from".');
    if (list === null && (next.by === 'next' || next.by === 'cursor' || total !== null))
      file.problem(key, 'missing-key', `${what} that say more than their entries need "list".`);
    return { next, list, total };
  },
});

const partKeys = keyMap({
  url: needed(sourceUrl, 'Where it is.', 'https://mis.example.org/students'),
  pages: optional(pages, 'How it comes in pages.', { next: 'links.next', list: 'data' }),
});

const part: YamlType<PartSource> = {
  schema: { anyOf: [text.schema, partKeys.schema] },
  read: (file, node, what, key) =>
    isMap(node) ? partKeys.read(file, node, what, key) : { url: sourceUrl.read(file, node, what, key), pages: null },
};

const sections: YamlType<ReadonlyMap<string, PartSource>> = {
  schema: byName(part.schema),
  read(file, node, what) {
    const found = new Map<string, PartSource>();
    for (const [name, { key, node: one }] of file.readMap(node, what)) {
      if (name === ownKey)
        file.problem(key, 'reserved-name', `"${ownKey}" is what the program adds to such a document.`);
      found.set(name, part.read(file, one, `The section ${name}`, key));
    }
    return found;
  },
};

/** The key of a document made of parts that says of which source it is. */
export const ownKey = 'source';

const id: YamlType<string> = {
  schema: { type: ['string', 'integer'] },
  read(file, node, what) {
    const written = isScalar(node) && typeof node.value !== 'boolean' && node.value !== null ? asWritten(node) : '';
    const found = normalise(repair(written));
    if (found === '') file.problem(node, 'wrong-type', `${what} must be the id of a school.`);
    return found;
  },
};

const entryKeys = keyMap(
  {
    id: needed(id, 'The id of the school, as its extract says it: an extract of another school fails.', '9361234'),
    url: optional(sourceUrl, 'Where its extract is.', 'https://mis.example.org/extracts/9361234'),
    pages: optional(pages, 'How its extract comes in pages.', { next: 'links.next', list: 'data' }),
    sections: optional(sections, 'Where each section is, by the key that it gets in the document; in place of url.', {
      students: 'https://mis.example.org/students',
    }),
    credentials: optional(text, 'Those of the pipeline by which the source knows who asks.', 'oak'),
  },
  { oneOf: [{ required: ['url'] }, { required: ['sections'] }] },
);

const listKeys = keyMap({
  credentials: optional(text, 'Those of all sources of this file that name none.', 'oak'),
  sources: needed(
    { schema: { type: 'array', items: entryKeys.schema }, read: (_, node) => node } satisfies YamlType<Node | null>,
    'Schools, and where their extracts are.',
  ),
});

export const sourcesFile = define(
  'sources',
  'A list of sources',
  'sources/*.yaml beside the pipeline: schools, and where the extract of each is. A new school is a new entry.',
  listKeys.schema,
);

/** Reads a list of sources, and notes on the file what is wrong. */
export function readSourceList(file: YamlFile, fetching: Fetching, isMany: boolean): ListedSource[] {
  const entries = listKeys.enter(file, file.root, 'a list of sources');
  const said = listKeys.readFrom(file, entries, file.root, 'A list of sources');
  if (isMany)
    file.problem(
      file.findKey('sources'),
      'excludes',
      'A list says of which school each source is, and a document of this pipeline holds several.',
      'Name the URLs under source.inputs of the pipeline.',
    );
  const ofAll = namedCredential(file, file.find('credentials'), said.credentials, fetching);
  return file.readList(said.sources, 'sources').map((node) => {
    const one = entryKeys.read(file, node, 'A source', node);
    const idNode = isMap(node) ? ((node.get('id', true) as Node | undefined) ?? node) : node;
    return {
      id: one.id,
      place: file.place(idNode),
      credential: credentialOf(file, node, one, fetching, ofAll),
      from: placesOf(file, idNode, one),
    };
  });
}

type SaidOfEntry = MapValues<typeof entryKeys.keys>;

function placesOf(
  file: YamlFile,
  at: Node,
  { id: school, url, pages: inPages, sections: parts }: SaidOfEntry,
): ListedSource['from'] {
  if ((url === null) === (parts === null))
    file.problem(at, 'excludes', `The source of ${school} has a url or sections: give one of the two.`);
  if (parts === null) return { url: url ?? '', pages: inPages };
  if (inPages !== null) file.problem(at, 'excludes', 'Each section has its own pages.');
  return parts;
}

/** A credential with its name. */
interface NamedCredential {
  readonly name: string;
  readonly found: Credential;
}

/** Where it is named, a name that the pipeline does not have is said once. */
function namedCredential(
  file: YamlFile,
  at: Node | null,
  name: string | null,
  { credentials }: Fetching,
): NamedCredential | null {
  if (name === null) return null;
  const found = credentials.get(name);
  if (found !== undefined) return { name, found };
  file.problem(
    at,
    'unknown-name',
    `source.credentials of the pipeline has no "${name}".`,
    didYouMean(name, [...credentials.keys()]),
  );
  return null;
}

function credentialOf(
  file: YamlFile,
  node: Node,
  { credentials: own, url, sections: parts }: SaidOfEntry,
  fetching: Fetching,
  ofAll: NamedCredential | null,
): Credential | null {
  const at = isMap(node) ? ((node.get('credentials', true) as Node | undefined) ?? node) : node;
  const named = own === null ? ofAll : namedCredential(file, at, own, fetching);
  if (named === null) return null;
  const { name, found } = named;
  const urls = [url, ...(parts?.values() ?? [])].flatMap((one) => (typeof one === 'string' ? one : (one?.url ?? [])));
  for (const one of urls) {
    const { origin } = one === '' ? { origin: '' } : new URL(one);
    if (one.startsWith('s3:') || origin === '' || found.to.includes(origin)) continue;
    const hint = `They are for ${found.to.join(', ')}: name others, or add the host to their "to" in the pipeline.`;
    file.problem(at, 'unfit-url', `The credentials "${name}" are not for ${origin}.`, hint);
  }
  return found;
}
