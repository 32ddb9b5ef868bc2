import { Tables, type Parcel } from '../../table/tables.js';
import type { BrokenDocument, Extract } from '../extract.js';
import type { ReadDocument } from './read-now.js';

/** A document as one thread sends it to another: nothing with methods can be sent. */
export type PackedDocument =
  | { readonly type: 'broken'; readonly from: string; readonly broken: BrokenDocument }
  | {
      readonly type: 'extract';
      readonly from: string;
      readonly digest: string;
      readonly about: Omit<Extract, 'tables'>;
      readonly parcel: Parcel;
    };

export function packed(document: ReadDocument): PackedDocument {
  if (document.type === 'broken') return document;
  const { type, from, digest, extract } = document;
  const { tables, ...about } = extract;
  return { type, from, digest, about, parcel: tables.parcel() };
}

export function unpacked(document: PackedDocument): ReadDocument {
  if (document.type === 'broken') return document;
  const { type, from, digest, about, parcel } = document;
  return { type, from, digest, extract: { ...about, tables: Tables.from(parcel) } };
}
