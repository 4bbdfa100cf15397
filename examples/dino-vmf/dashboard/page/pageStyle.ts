/** What the dashboard's page has beyond the style of the report. */
export const PAGE_STYLE = `
body { max-width: 84rem; }
header { display: flex; flex-wrap: wrap; gap: 0 1.5rem; align-items: baseline; justify-content: space-between; }
#state { margin: 0; color: #555; }
#state.live::before { content: '●'; color: #009e73; margin-right: .4rem; }
#state.lost { color: #b00020; }
#alarm { background: #fff3e8; border-left: .3rem solid #d55e00; padding: .5rem .8rem; margin: .5rem 0; white-space: pre-line; }
#progress { width: 100%; height: .6rem; accent-color: #0072b2; }
#tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .5rem 1rem; margin: .8rem 0 0; }
#tiles dt { font-size: .8rem; color: #555; }
#tiles dd { margin: 0; font-size: 1.2rem; font-variant-numeric: tabular-nums; }
.figures { grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1.5rem; }
`;
