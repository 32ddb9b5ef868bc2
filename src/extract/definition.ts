/** The definitions of schemas/source.schema.json that a value may have to meet. */
export const definitions = ['text', 'date', 'boolean', 'number', 'id'] as const;
export type Definition = (typeof definitions)[number];
