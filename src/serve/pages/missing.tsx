import type { Pipeline } from '../../pipeline/pipeline.js';
import { Page } from '../layout.js';

/** There is nothing at that address, or nothing that this person may see. */
export function MissingPage({ pipeline }: { readonly pipeline: Pipeline }) {
  return (
    <Page place={{ pipeline, school: null, kind: null }} title="Not found">
      <h1>Not found</h1>
      <p>There is nothing at this address. It may have been mistyped, or what stood here is gone.</p>
    </Page>
  );
}
