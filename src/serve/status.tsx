import type { RunOutcome } from './outcomes.js';

/** How it stands with a school, as pages say it. */
export type Standing = RunOutcome | 'paused' | 'unseen' | 'approved';

const words: Readonly<Record<Standing, string>> = {
  failed: 'failed',
  held: 'held',
  paused: 'paused',
  unseen: 'not seen',
  loaded: 'loaded',
  unchanged: 'unchanged',
  approved: 'approved',
};

/** By a word, a shape and a colour; what is fine is quiet. A status that is not known is only its word. */
export function Status({ of }: { readonly of: string }) {
  if (!isStanding(of)) return <>{of}</>;
  return (
    <span class={`status status-${of}`}>
      <Shape of={of} />
      <span class="status-word">{words[of]}</span>
    </span>
  );
}

/** How it stands, for a glance; it is as large as its text. */
export function Shape({ of }: { readonly of: Standing }) {
  return (
    <svg class={`shape shape-${of}`} viewBox="0 0 16 16" aria-hidden="true">
      {shapes[of]}
    </svg>
  );
}

function isStanding(of: string): of is Standing {
  return Object.hasOwn(words, of);
}

const tick = (
  <path d="m2.5 8.5 3.5 4 7.5-9" fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round" />
);

/** Told apart without colour: an octagon with a cross, bars, a dashed ring, a tick. */
const shapes = {
  failed: (
    <>
      <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor" />
      <path class="shape-cross" d="m5 5 6 6m0-6-6 6" fill="none" stroke-width="2" stroke-linecap="round" />
    </>
  ),
  held: <path d="M3 2h3.5v12H3zm6.5 0H13v12H9.5z" fill="currentColor" />,
  paused: <path d="M5 3v10m6-10v10" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />,
  unseen: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.3" />,
  loaded: tick,
  unchanged: tick,
  approved: tick,
} as const;
