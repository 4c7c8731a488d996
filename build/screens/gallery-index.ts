import type { Shot } from './scene.ts';

/** The index of all pictures: one file, no server, filters by what can be asked for. */
export function galleryIndex(shots: readonly Shot[], about: { build: string; made: string }): string {
  const data = JSON.stringify(shots).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Điểm Chạm: every screen</title>
<style>
  body { margin: 0; font: 15px/1.45 system-ui, sans-serif; background: #f3ead3; color: #1d2b26; }
  header { position: sticky; top: 0; z-index: 1; padding: 12px 20px; background: #083f33; color: #fbf6e9; display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; }
  h1 { font-size: 18px; margin: 0 12px 0 0; }
  select, input { font: inherit; padding: 4px 8px; }
  main { display: flex; flex-wrap: wrap; gap: 18px; padding: 20px; align-items: flex-start; }
  figure { margin: 0; width: 220px; background: #fff; border-radius: 8px; overflow: hidden; box-shadow: 0 2px 8px #0002; }
  figure[data-panel="landscape"] { width: 390px; }
  img { width: 100%; display: block; }
  figcaption { padding: 8px 10px; overflow-wrap: anywhere; }
  figcaption small { color: #47554e; display: block; }
  .problem { color: #a5361b; display: block; font-size: 13px; }
</style>
<header>
  <h1>Every screen</h1>
  <input id="text" type="search" placeholder="name or problem" aria-label="name or problem">
  <select id="group" aria-label="group"></select>
  <select id="panel" aria-label="panel"></select>
  <select id="language" aria-label="language"></select>
  <select id="look" aria-label="look"></select>
  <label><input id="problems" type="checkbox"> only with problems</label>
  <span id="count"></span>
  <small>build ${about.build}, ${about.made}</small>
</header>
<main></main>
<script>
const shots = ${data};
const main = document.querySelector('main');
const controls = ['text', 'group', 'panel', 'language', 'look', 'problems'].map((id) => document.getElementById(id));
for (const id of ['group', 'panel', 'language', 'look']) {
  const values = [...new Set(shots.map((shot) => shot[id]))];
  const select = document.getElementById(id);
  for (const value of ['', ...values]) select.append(new Option(value || 'every ' + id, value));
}
if (shots.some(({ panel }) => panel === 'portrait')) document.getElementById('panel').value = 'portrait';
document.getElementById('language').value = 'vi';
for (const control of controls) control.addEventListener('input', show);
show();
function show() {
  const text = document.getElementById('text').value.toLowerCase();
  const chosen = shots.filter((shot) =>
    ['group', 'panel', 'language', 'look'].every((id) => ['', shot[id]].includes(document.getElementById(id).value)) &&
    (!document.getElementById('problems').checked || shot.problems.length > 0) &&
    (text === '' || (shot.scene + ' ' + shot.problems.map(({ kind, what }) => kind + ' ' + what).join(' ')).toLowerCase().includes(text)));
  document.getElementById('count').textContent = chosen.length + ' of ' + shots.length;
  main.replaceChildren(...chosen.map((shot) => {
    const figure = document.createElement('figure');
    figure.dataset.panel = shot.panel;
    const link = document.createElement('a');
    link.href = shot.file;
    const picture = document.createElement('img');
    Object.assign(picture, { src: shot.file, loading: 'lazy', alt: shot.scene });
    link.append(picture);
    const caption = document.createElement('figcaption');
    caption.append(shot.scene + (shot.pages > 1 ? ' · page ' + shot.page + '/' + shot.pages : ''));
    const note = document.createElement('small');
    note.textContent = [shot.panel, shot.language, shot.look].join(' · ');
    caption.append(note, ...shot.problems.map(({ kind, what }) => {
      const line = document.createElement('span');
      line.className = 'problem';
      line.textContent = kind + ': ' + what;
      return line;
    }));
    figure.append(link, caption);
    return figure;
  }));
}
</script>
</html>
`;
}
