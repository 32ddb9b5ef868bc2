/** The definitions of schemas/source.schema.json that a value may have to meet. */
export const definitions = ['text', 'date', 'boolean', 'number', 'id'] as const;
/** As scalars name it. */
export const asId = definitions.indexOf('id');
export const asDate = definitions.indexOf('date');
export type Definition = (typeof definitions)[number];
