import type { EffectiveConfiguration } from '../../pipeline/effective.js';
import { personalOf, type Personal } from '../../pipeline/personal.js';
import { kindsOf, namedFields } from '../../pipeline/pipeline.js';
import { lineOfFile } from '../../pipeline/text/place-text.js';
import type { ConfigRow } from './row.js';

interface OfField extends Personal {
  readonly kind: string;
  readonly name: string;
}

function personalFields({ rules, pipeline }: EffectiveConfiguration): OfField[] {
  const all = rules.map(({ rule }) => rule);
  return kindsOf(pipeline).flatMap((kind) =>
    namedFields(kind).map((field) => ({
      kind: kind.name,
      name: field.name,
      ...personalOf(pipeline, all, kind, field),
    })),
  );
}

const because: Readonly<Record<Personal['by'], string>> = {
  said: 'personal: false',
  usual: '',
  constant: 'it has a constant',
  store: 'store lists its values',
  rule: 'a rule compares it with constants',
  where: 'a view compares it with constants',
};

/** The fields whose values may be shown, and why. */
export function openFieldRows(configuration: EffectiveConfiguration): ConfigRow[] {
  return personalFields(configuration)
    .filter(({ isPersonal }) => !isPersonal)
    .map(({ kind, name, by, place }) => [`${kind}.${name}`, because[by], place === null ? '' : lineOfFile(place)]);
}

export function fieldsAsJson(configuration: EffectiveConfiguration): object[] {
  return personalFields(configuration).map(({ kind, name, isPersonal, by, place }) => ({
    kind,
    name,
    personal: isPersonal,
    by,
    place,
  }));
}
