import { fileURLToPath } from 'node:url';

/** The checkout, found from the compiled files. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export const shippedPipeline = `${root}pipeline.yaml`;

/** The day that rules with dates see, so a benchmark next year does the same. */
export const today = '2026-11-20';
