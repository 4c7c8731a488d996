/** The officers' page in the project's colours (limewash paper, shutter green); no script, no font from elsewhere. */
export const style = `
:root { --paper: #fbf6e9; --surface: #fff; --sunk: #f3ead3; --ink: #1d2b26; --ink2: #47554e; --edge: #7a7460; --line: #e0d5ba;
  --brand: #0a5a48; --brandtint: #dcece4; --bar: #083f33; --onbar: #fbf6e9; --lime: #f2c14e; --limetint: #fcedc2; --limeink: #6b4700;
  --ngoi: #a5361b; --ngoitint: #fbe5dc; --water: #22607e; --watertint: #deecf2; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 400 17px/1.5 'Be Vietnam Pro', system-ui, sans-serif; }
header { background: var(--bar); color: var(--onbar); padding: 14px 24px; display: flex; flex-wrap: wrap; gap: 8px 28px; align-items: center; }
header a { color: inherit; padding: 6px 2px; }
header strong { font-size: 20px; }
header form { margin: 0 0 0 auto; display: flex; gap: 16px; align-items: center; }
main { max-width: 1180px; margin: 0 auto; padding: 24px; }
h1 { font-size: 32px; line-height: 1.4; letter-spacing: -0.015em; margin: 8px 0 16px; }
h2 { font-size: 23px; margin: 32px 0 8px; }
h3 { font-size: 18px; margin: 20px 0 4px; }
a { color: var(--brand); }
:focus-visible { outline: 4px solid var(--ink); outline-offset: 3px; background-color: var(--lime); color: var(--ink); }
table { border-collapse: collapse; width: 100%; background: var(--surface); }
th, td { text-align: left; padding: 10px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; color: var(--ink2); }
.scroll { overflow-x: auto; }
dl { display: grid; grid-template-columns: minmax(180px, 1fr) 2fr; margin: 0; background: var(--surface); }
dt, dd { margin: 0; padding: 8px 12px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
dt { color: var(--ink2); }
label { display: block; font-weight: 600; margin: 12px 0 4px; }
input, select, textarea { font: inherit; color: inherit; background: var(--surface); border: 2px solid var(--edge); border-radius: 10px; padding: 8px 12px; min-height: 46px; max-width: 100%; }
textarea { width: 100%; min-height: 110px; }
button { font: inherit; font-weight: 600; min-height: 46px; padding: 8px 20px; border-radius: 12px; border: 2px solid var(--brand); background: var(--brand); color: #fff; cursor: pointer; margin-top: 12px; }
header button { background: transparent; border-color: var(--onbar); color: var(--onbar); margin: 0; }
.filters { display: flex; flex-wrap: wrap; gap: 0 16px; align-items: end; margin-bottom: 16px; }
.card { background: var(--surface); border: 2px solid var(--line); border-radius: 16px; padding: 16px 20px; margin: 16px 0; max-width: 760px; }
.note { border-left: 10px solid var(--water); background: var(--watertint); padding: 10px 16px; margin: 16px 0; border-radius: 8px; }
.note.advice { border-color: var(--lime); background: var(--limetint); color: var(--limeink); }
.note.good { border-color: var(--brand); background: var(--brandtint); }
.note.problem { border-color: var(--ngoi); background: var(--ngoitint); }
.badge { display: inline-block; padding: 1px 10px; border-radius: 99px; background: var(--brandtint); }
.badge.double { background: var(--limetint); color: var(--limeink); font-weight: 600; }
.badge.alarm { background: var(--ngoitint); color: var(--ngoi); font-weight: 600; }
.papers { display: flex; flex-wrap: wrap; gap: 16px; }
.papers figure { margin: 0; background: var(--surface); padding: 12px; border: 2px solid var(--line); border-radius: 12px; max-width: 420px; }
.papers img { max-width: 100%; height: auto; display: block; }
.qr svg { width: 320px; height: 320px; background: #fff; padding: 12px; }
code { overflow-wrap: anywhere; }
@media print { header, .screen-only { display: none; } }
`;
