import { style as ofReports } from '../report/html/style.js';

/** The styles of the pages, after those that reports share. */
export const style = `${ofReports}
:root { --accent: #1756a9; --bad: #a3261b; --held: #7a5200; --page: #fff; --ink: #1b1b1f; }
@media (prefers-color-scheme: dark) {
  :root { --accent: #8ab8f5; --bad: #ff9d92; --held: #f0c36d; --page: #17181b; --ink: #ececf0; }
}
body { background: var(--page); color: var(--ink); }
a { color: var(--accent); text-underline-offset: .15em; }
h1 { font-size: 1.6rem; margin: .5rem 0 1rem; } h1, h2, h3, header strong { overflow-wrap: anywhere; }
main h2 { font-size: 1.2rem; border-top: 0; margin-top: 2rem; padding-top: 0; }
:focus-visible { outline: .15rem solid var(--accent); outline-offset: .1rem; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { position: static; display: inline-block; padding: .5rem 1rem; }
header { border-bottom: 1px solid var(--line); }
header > div { max-width: 75rem; margin: 0 auto; padding: .5rem 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; }
header strong { font-size: 1.05rem; } header nav { flex-basis: 100%; }
main p, main li { max-width: 48rem; } main h3 { font-size: 1.05rem; }
#count { margin: .5rem 0 0; }
header nav { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; } header nav p { margin: 0 -.75rem 0 0; font-size: .85rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; list-style: none; margin: 0; padding: 0; }
nav a { display: inline-block; padding: .35rem 0; }
nav a[aria-current] { font-weight: 600; text-decoration-thickness: .15em; color: var(--ink); }
form.ask { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: end; margin: 0 0 1rem; }
label { display: grid; gap: .15rem; font-size: .9rem; }
input, select, button { box-sizing: border-box; font: inherit; color: inherit; background: var(--page); border: 1px solid #767680; border-radius: .3rem; padding: .4rem .6rem; min-height: 2.5rem; }
button { background: var(--accent); color: var(--page); border-color: transparent; font-weight: 600; cursor: pointer; }
.beside { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; margin: .5rem 0; }
th a { color: inherit; }
.groups th { background: var(--faint); font-weight: 600; }
.room { display: flex; gap: .4rem; align-items: baseline; }
.room input { width: 8rem; } tr:has(.room) > * { vertical-align: baseline; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 0; align-items: baseline; }
dt, .quiet { color: color-mix(in srgb, var(--ink) 72%, var(--page)); } dd { margin: 0; overflow-wrap: anywhere; }
.status-failed { color: var(--bad); font-weight: 600; } .status-held, .status-unseen { color: var(--held); font-weight: 600; }
.signed-in { display: flex; gap: .75rem; align-items: center; margin-inline-start: auto; overflow-wrap: anywhere; }
.signed-in button { background: none; color: var(--accent); border-color: currentColor; font-weight: 400; padding: .2rem .6rem; min-height: 2rem; }
form.account { display: grid; gap: .75rem; max-width: 24rem; justify-items: start; }
form.account label { width: 100%; } form.account p { margin: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main li { overflow-wrap: anywhere; } article { border-bottom: 1px solid var(--line); padding-bottom: .25rem; } article p, article ul { margin: .25rem 0; } article h3 { margin: .75rem 0 .25rem; font-size: 1rem; overflow-wrap: anywhere; }
mark { font-weight: normal; font-size: .85rem; padding: 0 .4rem; border: 1px solid var(--held); border-radius: .3rem; background: none; color: var(--held); } pre { overflow-x: auto; }
th time, td time { white-space: nowrap; }
.notice { border-inline-start: .3rem solid var(--held); padding-inline-start: 1rem; margin: 0 0 1.5rem; }
.notice h2 { margin-top: 0; }
.notice label { flex: 0 1 32rem; } .notice input { width: 100%; box-sizing: border-box; }
.lead { font-size: 1.35rem; line-height: 1.35; margin: .5rem 0 1rem; max-width: 44rem; }
.outcomes a { text-decoration: none; } .outcomes a:hover { text-decoration: underline; } .outcomes .quiet { font-variant-numeric: tabular-nums; }
.nights { margin: 0; max-width: 60rem; } .nights figcaption { max-width: 48rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; padding: 0; margin: .5rem 0; } .legend svg { vertical-align: -.05em; }
.bars { display: block; width: 100%; height: 7rem; } .bars-base { stroke: var(--line); stroke-width: 1; vector-effect: non-scaling-stroke; }
.bars-ends { display: flex; justify-content: space-between; font-size: .85rem; }
.bar-failed { fill: var(--bad); } .bar-held { fill: url(#held-stripes); stroke: var(--held); stroke-width: 1; vector-effect: non-scaling-stroke; }
.bar-stripe { fill: var(--held); } .bar-unseen { fill: var(--page); stroke: var(--ink); stroke-width: 1; stroke-dasharray: 2 2; vector-effect: non-scaling-stroke; }
.calendar { display: flex; flex-wrap: wrap; align-items: start; gap: .5rem 1.5rem; }
.calendar table { width: auto; }
.calendar caption { font-weight: 600; } .calendar th { min-width: 1.6rem; }
.calendar th, .calendar td { padding: 1px; border: 0; background: none; text-align: center; font-size: .8rem; position: relative; }
.day { display: block; min-width: 1.6rem; min-height: 2.2rem; line-height: 1.1rem; color: var(--ink); border-radius: .2rem; text-decoration: none; }
.day > [aria-hidden] { display: block; font-weight: 700; }
.day-loaded, .day-unchanged { background: var(--faint); } .day-failed, .day-held { color: var(--page); }
.day-failed { background: var(--bad); } .day-held { background: var(--held); }
a.day:hover { text-decoration: underline; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(20rem, 100%), 1fr)); gap: 1rem; }
.plot { width: 100%; max-width: 26rem; height: auto; } .plot-line, .plot-end { color: var(--accent); } .plot-end { fill: currentColor; }
@media screen and (max-width: 50rem) {
  .cards, .cards tbody, .cards tr, .cards th, .cards td, .cards caption { display: block; } .cards thead { position: absolute; clip-path: inset(50%); }
  .cards tr { border: 1px solid var(--line); border-radius: .4rem; padding: .5rem .75rem; margin-bottom: .75rem; }
  .cards th, .cards td { border: 0; padding: .1rem 0; } .cards th { font-weight: 600; font-size: 1.05rem; }
  .cards td[data-label]::before { content: attr(data-label) ": "; color: color-mix(in srgb, var(--ink) 72%, var(--page)); }
}
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; }
  main, header > div { padding: .5rem .75rem; } .signed-in { margin-inline-start: 0; }
  form.ask label { flex: 1 1 8rem; } form.ask input, form.ask select { width: 100%; }
  .wide > table:not(.pair) { width: max-content; min-width: 100%; } .wide th, .wide td { max-width: 18rem; }
  .wide caption { max-width: calc(100vw - 1.5rem); }
}
input { box-sizing: border-box; }
.why { list-style: none; padding-inline-start: 1.25rem; margin: .25rem 0; border-inline-start: 2px solid var(--line); }
main > .why { padding-inline-start: 0; border: 0; }
.why li { margin: .5rem 0; overflow-wrap: anywhere; } .why p { margin: .15rem 0; } .why summary { cursor: pointer; }
.saw { font-size: .9rem; }
.ask-why { background: var(--faint); border-radius: .3rem; padding: .1rem 1rem; margin: 1.5rem 0; }
main .ask-why h2 { margin-top: 1rem; }
mark { background: #ffe58a; color: #1b1b1f; padding: 0 .15em; }
.pair { margin-bottom: 1.5rem; table-layout: fixed; min-width: 30rem; } .pair td { overflow-wrap: anywhere; }
.wide th, .wide td { max-width: 20rem; } h1, h2, h3, p, header strong { overflow-wrap: anywhere; }
label { grid-template-columns: minmax(0, 1fr); max-width: 100%; } select { max-width: 100%; }
@media print {
  header, form, .skip, .unprinted, .ask-why { display: none; }
  main a { color: inherit; text-decoration: none; }
  mark { border: 1px solid; }
  .to-do tbody th::before { content: "\\2610\\00a0"; }
  .pair { break-inside: avoid; }
}
`;
