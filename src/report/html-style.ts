/** The style sheet of the HTML report: light, dark and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fcfbf8; --raised: #ffffff; --ink: #23211d; --soft: #6a655c; --line: #e2ddd2; --track: #ebe7dd;
  --link: #1f5673; --good: #2f7a68; --fair: #5b8c3e; --poor: #c98a1b; --bad: #b3402e;
  --fresh: #2f7a68; --aging: #d3a02a; --stale: #c8652c; --expired: #8e2436; --unknown: #a19b8f;
  --error: #b3402e; --warning: #c98a1b; --note: #7d8a95;
  --serif: Charter, "Bitstream Charter", "Sitka Text", "Source Serif 4", Cambria, Georgia, serif;
  --sans: "Inter", "Segoe UI", system-ui, "Helvetica Neue", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #191816; --raised: #211f1c; --ink: #e9e4d9; --soft: #a59e91; --line: #38352f; --track: #2d2a26;
    --link: #8fc1dd; --good: #5fb49d; --fair: #93bf6e; --poor: #e0ad4a; --bad: #e5806c;
    --fresh: #4fa28d; --aging: #d9b04e; --stale: #dd8450; --expired: #cf5f75; --unknown: #7d776c;
    --error: #e5806c; --warning: #e0ad4a; --note: #93a1ad;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 var(--serif); font-variant-numeric: oldstyle-nums; overflow-wrap: break-word; }
main, header.mast, footer { max-width: 66rem; margin: 0 auto; padding: 0 2rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
a:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h1, h2, h3 { font-weight: 600; line-height: 1.2; margin: 0; text-wrap: balance; }
h1 { font-size: 2.5rem; letter-spacing: -0.015em; }
h2 { font-size: 1.45rem; margin: 2.9rem 0 0.4rem; padding-top: 0.8rem; border-top: 2px solid var(--ink); }
h3 { font-size: 1.08rem; margin: 2.2rem 0 0.2rem; }
p { margin: 0.4rem 0; max-width: 44rem; }
.lead { color: var(--soft); margin-bottom: 1.2rem; }
.small, table, .key, .legend, .bars, .contents, .card, .tools, figcaption, .kicker, .because, summary { font-family: var(--sans); font-variant-numeric: tabular-nums lining-nums; }
.kicker { font-size: 0.72rem; letter-spacing: 0.13em; text-transform: uppercase; color: var(--soft); margin: 0 0 0.5rem; }
.soft { color: var(--soft); }
.small { font-size: 0.8rem; }
code { font: 0.92em ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
header.mast { display: grid; grid-template-columns: 1fr auto; gap: 2rem; align-items: end; padding-top: 3.2rem; }
header.mast p { margin: 0.5rem 0 0; }
.verdict { display: flex; align-items: center; gap: 1.1rem; }
.verdict strong { display: block; font-size: 1.5rem; line-height: 1.15; }
.verdict .ready { color: var(--good); }
.verdict .not-ready { color: var(--bad); }
.verdict .small { font-size: 0.82rem; color: var(--soft); max-width: 11rem; display: block; }
.ring { width: 7.4rem; height: 7.4rem; flex: none; }
.ring-score { font: 600 30px var(--serif); fill: var(--ink); }
.ring-of { font: 11px var(--sans); fill: var(--soft); }
.contents { display: flex; flex-wrap: wrap; gap: 0.25rem 1.3rem; list-style: none; padding: 0.7rem 0; margin: 1.6rem 0 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); font-size: 0.83rem; }
.contents a { text-decoration: none; }
.contents a:hover { text-decoration: underline; }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.6rem, 1fr)); gap: 1.2rem 1.6rem; margin: 1.5rem 0 0; }
.key div { border-left: 2px solid var(--line); padding-left: 0.8rem; }
.key dt { font-size: 0.76rem; color: var(--soft); }
.key dd { margin: 0; font-size: 1.5rem; line-height: 1.25; font-family: var(--serif); font-variant-numeric: lining-nums tabular-nums; }
.key dd small { display: block; font: 0.76rem/1.35 var(--sans); color: var(--soft); }
table { border-collapse: collapse; width: 100%; font-size: 0.84rem; line-height: 1.42; margin: 0.6rem 0; }
th { text-align: left; font-weight: 500; color: var(--soft); font-size: 0.74rem; padding: 0.3rem 0.9rem 0.3rem 0; border-bottom: 1px solid var(--ink); vertical-align: bottom; }
td { padding: 0.42rem 0.9rem 0.42rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
.wide { min-width: 9rem; width: 22%; }
td.middle { vertical-align: middle; }
.nowrap { white-space: nowrap; }
.scroll { overflow-x: auto; }
.mark { display: inline-block; font-weight: 600; font-size: 0.74rem; white-space: nowrap; }
.mark::before { content: ""; display: inline-block; width: 0.62em; height: 0.62em; margin-right: 0.45em; border-radius: 50%; background: currentColor; }
.mark.fail::before, .mark.error::before { border-radius: 1px; transform: rotate(45deg); }
.mark.note::before { background: none; border: 1.5px solid currentColor; }
.pass { color: var(--good); } .fail { color: var(--bad); }
.error { color: var(--error); } .warning { color: var(--warning); } .note { color: var(--note); }
.bar { display: block; width: 100%; height: 0.55rem; border-radius: 2px; }
.stack { display: block; width: 100%; height: 1.5rem; border-radius: 3px; }
.stack rect { stroke: var(--paper); stroke-width: 2px; vector-effect: non-scaling-stroke; }
.track { stroke: var(--track); } line.track { stroke: var(--unknown); } .track-fill { fill: var(--track); }
.tone-good { stroke: var(--good); } .tone-fair { stroke: var(--fair); } .tone-poor { stroke: var(--poor); } .tone-bad { stroke: var(--bad); }
.fill-good { fill: var(--good); } .fill-fair { fill: var(--fair); } .fill-poor { fill: var(--poor); } .fill-bad { fill: var(--bad); }
.fill-fresh { fill: var(--fresh); } .fill-aging { fill: var(--aging); } .fill-stale { fill: var(--stale); } .fill-expired { fill: var(--expired); } .fill-unknown { fill: var(--unknown); }
.fill-error { fill: var(--error); } .fill-warning { fill: var(--warning); } .fill-note { fill: var(--note); } .fill-plain { fill: var(--link); }
.charts .bars li { grid-template-columns: minmax(5rem, 10rem) 1fr 4rem; }
.charts { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem 3rem; }
.chart { margin: 1rem 0; min-width: 0; }
figcaption { font-size: 0.82rem; font-weight: 600; margin-bottom: 0.6rem; }
.legend, .bars { list-style: none; margin: 0.7rem 0 0; padding: 0; font-size: 0.82rem; }
.legend li { display: grid; grid-template-columns: 1rem 1fr auto 3.6rem; gap: 0.5rem; align-items: center; padding: 0.14rem 0; }
.legend .share { color: var(--soft); text-align: right; }
.legend b, .bars b { font-weight: 500; text-align: right; }
.swatch { width: 0.7rem; height: 0.7rem; display: block; }
.bars li { display: grid; grid-template-columns: minmax(6rem, 20rem) 1fr 4rem; gap: 0.8rem; align-items: center; padding: 0.16rem 0; }
.bars .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
ol.mend { list-style: none; margin: 1rem 0 0; padding: 0; counter-reset: mend; }
ol.mend > li { counter-increment: mend; display: grid; grid-template-columns: 2.4rem 1fr 8.5rem; gap: 0 1rem; padding: 0.9rem 0; border-top: 1px solid var(--line); break-inside: avoid; }
ol.mend > li::before { content: counter(mend); font-size: 1.5rem; line-height: 1.15; color: var(--soft); font-variant-numeric: lining-nums; }
ol.mend h3 { margin: 0; font-size: 1.05rem; }
ol.mend p { margin: 0.25rem 0 0; }
.because { font-size: 0.79rem; color: var(--soft); }
.damage { text-align: right; font-family: var(--sans); font-size: 0.76rem; color: var(--soft); font-variant-numeric: tabular-nums lining-nums; }
.damage b { display: block; font: 600 1.25rem/1.2 var(--serif); color: var(--ink); margin-bottom: 0.35rem; }
.places { font-family: var(--sans); font-size: 0.79rem; }
.doc { display: block; }
.locator { display: block; font-weight: 400; font-family: var(--sans); font-size: 0.76rem; color: var(--soft); word-break: break-word; }
q, .quote { font-family: var(--serif); font-style: italic; color: var(--soft); quotes: "\\201C" "\\201D"; }
.quote { display: block; margin-top: 0.15rem; }
.tools { display: flex; flex-wrap: wrap; gap: 0.7rem; align-items: center; font-size: 0.84rem; margin: 1.2rem 0 0; }
.tools input, .tools select { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 4px; padding: 0.35rem 0.6rem; }
.tools input { min-width: min(18rem, 100%); }
summary { cursor: pointer; font-size: 0.82rem; color: var(--link); padding: 0.3rem 0; }
.findings td:nth-child(1) { width: 6.2rem; } .findings td:nth-child(2) { width: 36%; } .findings td:nth-child(4) { width: 6.6rem; white-space: nowrap; color: var(--soft); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(19rem, 1fr)); gap: 1.2rem; margin-top: 1rem; }
.card { border: 1px solid var(--line); background: var(--raised); border-radius: 6px; padding: 1rem 1.2rem; font-size: 0.83rem; break-inside: avoid; }
.card h3 { margin: 0 0 0.1rem; font-family: var(--serif); }
.card dl { display: grid; grid-template-columns: 7rem 1fr; gap: 0.22rem 0.8rem; margin: 0.7rem 0 0; }
.card dt { color: var(--soft); } .card dd { margin: 0; }
.card ul { margin: 0.6rem 0 0; padding-left: 1.1rem; color: var(--soft); }
.formula { font-family: var(--sans); font-size: 0.84rem; font-variant-numeric: tabular-nums lining-nums; border-left: 2px solid var(--line); padding-left: 1rem; margin: 0.8rem 0; max-width: none; }
footer { color: var(--soft); font: 0.78rem/1.5 var(--sans); padding-top: 2.5rem; padding-bottom: 3rem; }
[hidden] { display: none !important; }
.paper-only { display: none; }
@media (max-width: 46rem) {
  main, header.mast, footer { padding: 0 1.1rem; }
  header.mast { grid-template-columns: 1fr; gap: 1.2rem; padding-top: 1.8rem; }
  h1 { font-size: 1.9rem; }
  h2 { margin-top: 2.6rem; }
  .charts { grid-template-columns: 1fr; }
  .verdict .small { max-width: none; }
  .key { grid-template-columns: 1fr 1fr; }
  ol.mend > li { grid-template-columns: 1.7rem 1fr; }
  .damage { grid-column: 2; text-align: left; margin-top: 0.4rem; }
  .damage b { display: inline; font-size: 1rem; margin-right: 0.4rem; }
  .bars li { grid-template-columns: minmax(5rem, 11rem) 1fr 3rem; }
  .bars .name { white-space: normal; }
  table.stacking thead { display: none; }
  table.stacking tr { display: block; padding: 0.55rem 0; border-bottom: 1px solid var(--line); }
  table.stacking td { display: block; border: 0; padding: 0.08rem 0; width: auto !important; text-align: left; }
  table.stacking td[data-name], table.stacking td.inline { display: inline-block; margin-right: 1.1rem; }
  table.stacking td[data-name]::before { content: attr(data-name) " "; color: var(--soft); }
  table.stacking td:empty { display: none; }
  .cards { grid-template-columns: 1fr; }
}
@media print {
  @page { size: A4; margin: 17mm 16mm 18mm; }
  :root {
    color-scheme: light;
    --paper: #ffffff; --raised: #ffffff; --ink: #14130f; --soft: #55514a; --line: #cfcabf; --track: #e6e2d8;
    --link: #14130f; --good: #2f7a68; --fair: #5b8c3e; --poor: #b97c10; --bad: #a63624;
    --fresh: #2f7a68; --aging: #d3a02a; --stale: #c8652c; --expired: #8e2436; --unknown: #a19b8f;
    --error: #a63624; --warning: #a8710e; --note: #66727c;
  }
  html { font-size: 11.5px; }
  body { font-size: 9.8pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  main, header.mast, footer { max-width: none; padding: 0; }
  header.mast { padding-top: 0; }
  h1 { font-size: 23pt; } h2 { font-size: 14pt; margin-top: 18pt; break-after: avoid; } h3, .rule > p { break-after: avoid; }
  a { text-decoration: none; }
  thead { display: table-header-group; }
  tr, .chart { break-inside: avoid; }
  .contents, .tools, .screen-only, details { display: none; }
  .paper-only { display: block; }
  .cards { grid-template-columns: 1fr 1fr; }
  .ring { width: 22mm; height: 22mm; }
  .key { grid-template-columns: repeat(6, 1fr); gap: 4mm; }
}
`;
