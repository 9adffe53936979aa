/** The whole look of the reference page; its hash is in the page's policy. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1b1f; --soft: #5c5f66; --line: #d9dbe0; --ground: #fff; --panel: #f5f6f8; --accent: #8a3b12; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececf0; --soft: #a4a7b0; --line: #34363d; --ground: #151619; --panel: #1e2025; --accent: #f0a272; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; display: grid; grid-template-columns: 17rem minmax(0, 1fr); font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem; border-right: 1px solid var(--line); font-size: .9rem; }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0; }
nav li { margin: .15rem 0; }
nav a { color: var(--soft); text-decoration: none; }
nav a:hover { color: var(--ink); text-decoration: underline; }
.brand { font-weight: 700; font-size: 1.1rem; margin: 0 0 1rem; }
.group { margin: 0 0 .3rem; text-transform: capitalize; font-weight: 600; }
.group a { color: var(--ink); }
main { padding: 2rem clamp(1rem, 4vw, 3rem) 6rem; max-width: 60rem; }
h1 { margin: 0; font-size: 2rem; }
h2 { margin: 3.5rem 0 .5rem; padding-bottom: .4rem; border-bottom: 1px solid var(--line); text-transform: capitalize; }
h3 { margin: 0 0 .3rem; font-size: 1.1rem; }
.lead { font-size: 1.1rem; color: var(--soft); }
article { margin: 2.5rem 0; }
a { color: var(--accent); }
code { font: .88em/1.5 ui-monospace, monospace; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; overflow-x: auto; max-height: 30rem; }
.address { margin: .2rem 0 .8rem; }
.method { font: 700 .75rem/1 ui-monospace, monospace; padding: .25rem .45rem; border-radius: .3rem; border: 1px solid currentcolor; }
.get, .head { color: #1f6f43; } .post, .patch { color: #24539c; } .delete { color: #a3262a; }
@media (prefers-color-scheme: dark) { .get, .head { color: #7fd3a4; } .post, .patch { color: #93bdf5; } .delete { color: #f49a9c; } }
table { border-collapse: collapse; width: 100%; margin: .8rem 0; font-size: .92rem; }
th { text-align: left; color: var(--soft); font-weight: 600; }
th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th:first-child { width: 12rem; }
.answers th:first-child { width: 4.5rem; }
.parameters th:nth-child(2) { width: 5rem; }
small { color: var(--soft); }
summary { cursor: pointer; }
:target { outline: 2px solid var(--accent); outline-offset: .5rem; border-radius: .2rem; }
@media (max-width: 48rem) { body { grid-template-columns: minmax(0, 1fr); } nav { position: static; height: auto; border: 0; border-bottom: 1px solid var(--line); } th:first-child { width: 9rem; } }
`;
