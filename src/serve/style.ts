import { style as ofReports } from '../report/html-style.js';

/** What the pages have beside what reports have, too. */
export const style = `${ofReports}
:root { --accent: #1756a9; --bad: #a3261b; --held: #7a5200; --page: #fff; --ink: #1b1b1f; }
@media (prefers-color-scheme: dark) {
  :root { --accent: #8ab8f5; --bad: #ff9d92; --held: #f0c36d; --page: #17181b; --ink: #ececf0; }
}
body { background: var(--page); color: var(--ink); }
a { color: var(--accent); text-underline-offset: .15em; }
h1 { font-size: 1.6rem; margin: .5rem 0 1rem; }
main h2 { font-size: 1.2rem; border-top: 0; margin-top: 2rem; padding-top: 0; }
:focus-visible { outline: .15rem solid var(--accent); outline-offset: .1rem; }
.skip { position: absolute; inset-inline-start: -100vw; }
.skip:focus { position: static; display: inline-block; padding: .5rem 1rem; }
header { border-bottom: 1px solid var(--line); }
header > div { max-width: 75rem; margin: 0 auto; padding: .5rem 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; }
header strong { font-size: 1.05rem; }
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
.room { display: flex; gap: .4rem; }
.room input { width: 8rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.5rem; margin: 0; }
dt, .quiet { color: color-mix(in srgb, var(--ink) 72%, var(--page)); } dd { margin: 0; overflow-wrap: anywhere; }
.status-failed { color: var(--bad); font-weight: 600; } .status-held { color: var(--held); font-weight: 600; }
.signed-in { display: flex; gap: .75rem; align-items: center; margin-inline-start: auto; overflow-wrap: anywhere; }
.signed-in button { background: none; color: var(--accent); border-color: currentColor; font-weight: 400; padding: .2rem .6rem; min-height: 2rem; }
form.account { display: grid; gap: .75rem; max-width: 24rem; justify-items: start; }
form.account label { width: 100%; }
.apart { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 40rem) {
  dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .6rem; }
  main { padding: .75rem; }
}
@media print { header, form, .skip { display: none; } }
`;
