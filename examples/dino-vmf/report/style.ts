/** Reads on a phone (one column), on a desk (two) and on paper (no figure torn apart). */
export const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.lead { font-size: 1.1rem; }
.warning { background: #fff3e8; border-left: .3rem solid #d55e00; padding: .5rem .8rem; }
.note { color: #555; font-size: .875rem; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1.5rem 2rem; margin: 1.5rem 0; }
figure { margin: 0; break-inside: avoid; }
h3 { font-size: .95rem; margin: 0 0 .4rem; }
figure svg { width: 100%; height: auto; display: block; }
figure img { max-width: 100%; height: auto; display: block; image-rendering: pixelated; }
figcaption { font-size: .875rem; color: #444; margin-top: .4rem; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem 1.25rem .25rem 0; border-bottom: 1px solid #e2e2e2; overflow-wrap: anywhere; }
th { font-weight: 600; }
.settings { columns: 18rem; }
.settings table { width: 100%; }
tr { break-inside: avoid; }
@page { margin: 14mm; }
@media print {
  html { font-size: 11px; }
  body { font-size: 1rem; max-width: none; padding: 0; }
  .figures { grid-template-columns: 1fr 1fr; gap: 1rem 2rem; }
  figure img { max-width: 24rem; }
}
`;
