import { fileURLToPath } from 'node:url';

/** The checkout, from where the compiled files lie. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export const shippedPipeline = `${root}pipeline.yaml`;

/** The day that rules with dates see, so that a run of the benchmark next year does the same. */
export const today = '2026-11-20';
