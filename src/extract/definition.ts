/** The definitions of schemas/source.schema.json that a value may have to meet. */
export type Definition = 'text' | 'date' | 'boolean' | 'number' | 'id';
