/** Readable on a phone, on paper, in the dark. */
export const style = `
:root { color-scheme: light dark; --line: #8886; --faint: #8882; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; }
main { max-width: 75rem; margin: 0 auto; padding: 1rem; }
h1, h2, h3, h4 { line-height: 1.2; }
h2 { border-top: 2px solid; padding-top: 1rem; margin-top: 3rem; }
h3 { margin: 2rem 0 0; }
h4 { margin: 1rem 0 0; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; padding: .25rem 0 .5rem; }
th, td { text-align: start; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { background: var(--faint); }
tbody th { font-weight: normal; }
.numbers td, .numbers thead th + th { text-align: end; font-variant-numeric: tabular-nums; }
.points { padding-inline-start: 2rem; }
.points > li { padding-block: .4rem; border-top: 1px solid var(--line); }
.points > li::marker { font-weight: bold; }
.points h4, .to-do { margin: 0; }
.to-do { columns: 20rem; padding: 0; list-style: none; overflow-wrap: anywhere; }
.to-do li { break-inside: avoid; }
li > p { margin: .25rem 0; }
.rules > li { margin-bottom: .6rem; }
.quiet, details { color: color-mix(in srgb, currentColor 75%, transparent); }
.failed { border-inline-start: .3rem solid; padding-inline-start: .7rem; font-weight: bold; }
@media print {
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  tr, .rules > li { break-inside: avoid; }
  .to-do li::before { content: '\\2610\\00a0'; }
  thead { display: table-header-group; }
  h2, h3, h4, caption { break-after: avoid; }
}
`;
