import type { OpenCall } from '../help-desk.ts';
import { type Html, html } from './html.ts';
import { moment } from './page.ts';

export const attendantPaths = {
  home: '/attendant',
  list: '/attendant/calls',
  events: '/attendant/events',
  script: '/attendant/bell.js',
  signIn: '/attendant/sign-in',
  signOut: '/attendant/sign-out',
  come: '/attendant/come',
} as const;

export function attendantSignIn(problem?: string): Html {
  return html`${problem !== undefined && html`<p class="note problem" role="alert">${problem}</p>`}
<p>Trang này reo chuông khi có người ở máy nhờ giúp. Chỉ có nhãn máy và giờ, không có thông tin của ai.</p>
<form class="card" method="post" action="${attendantPaths.signIn}">
  <label for="name">Tên, như trong danh sách người hỗ trợ</label><input id="name" name="name" required autocomplete="off">
  <label for="pin">Mã PIN</label><input id="pin" name="pin" type="password" inputmode="numeric" required autocomplete="off">
  <br><button>Đăng nhập</button>
</form>`;
}

/** Works without the script too: then the list is as old as the page. */
export function attendantPage(calls: readonly OpenCall[], given: { csrf: string; name: string }): Html {
  return html`
<p>Đang trực: <strong>${given.name}</strong>. Giữ trang này mở: máy nào nhờ giúp thì ở đây reo.</p>
<p id="sound" class="note advice" hidden>Trình duyệt đang giữ im lặng. <button type="button" id="ring-on">Bật chuông</button></p>
<p id="line" class="note problem" role="alert" hidden>Mất liên lạc với cổng: chuông không reo được. Máy sẽ cho người dân số trực. Trang tự nối lại; nếu lâu, xem lại mạng.</p>
<div id="calls" aria-live="assertive">${callList(calls, given.csrf)}</div>
<form method="post" action="${attendantPaths.signOut}"><input type="hidden" name="csrf" value="${given.csrf}"><button>Hết ca</button></form>
<script src="${attendantPaths.script}" defer></script>`;
}

export function callList(calls: readonly OpenCall[], csrf: string): Html {
  if (calls.length === 0) return html`<p class="note good">Chưa có ai gọi.</p>`;
  return html`${calls.map(
    ({ call, kiosk, since, state }) => html`<section class="card" data-call="${call}" data-state="${state}">
  <h2>Máy ${kiosk.label}</h2>
  <p>${kiosk.site.name}, ${kiosk.site.address}. Gọi lúc ${moment(since)}.</p>
  ${
    state === 'ringing'
      ? html`<form method="post" action="${attendantPaths.come}"><input type="hidden" name="csrf" value="${csrf}"><input type="hidden" name="call" value="${call}"><button>Tôi đang tới</button></form>`
      : html`<p class="note good">Đã báo «đang tới».</p>`
  }
</section>`,
  )}`;
}

/**
 * Runs in the attendant's browser. The stream says that something changed, the list is fetched as markup of this portal; while a
 * call rings it sounds every three seconds, and the title tells it to whoever has another page in front.
 */
export const bellScript = `'use strict';
(() => {
  const list = document.getElementById('calls');
  const line = document.getElementById('line');
  const sound = document.getElementById('sound');
  const title = document.title;
  let audio;
  const ringing = () => list.querySelectorAll('[data-state="ringing"]').length;
  const showSound = () => { sound.hidden = audio !== undefined && audio.state === 'running'; };
  const openSound = () => {
    audio ??= new AudioContext();
    void audio.resume().then(showSound, showSound);
    showSound();
  };
  const note = (hertz, at) => {
    const string = audio.createOscillator();
    const pluck = audio.createGain();
    const start = audio.currentTime + at;
    string.type = 'triangle';
    string.frequency.value = hertz;
    pluck.gain.setValueAtTime(0.0001, start);
    pluck.gain.exponentialRampToValueAtTime(0.5, start + 0.01);
    pluck.gain.exponentialRampToValueAtTime(0.0001, start + 0.9);
    string.connect(pluck).connect(audio.destination);
    string.start(start);
    string.stop(start + 1);
  };
  const ring = () => {
    if (ringing() === 0 || audio?.state !== 'running') return;
    note(880, 0);
    note(1174.7, 0.35);
    document.documentElement.dataset.rung = String(Number(document.documentElement.dataset.rung ?? 0) + 1);
  };
  const tell = () => {
    const count = ringing();
    document.title = count > 0 ? '(' + count + ') ' + title : title;
  };
  const look = async () => {
    const answer = await fetch('${attendantPaths.list}', { redirect: 'manual' });
    if (!answer.ok) return location.reload();
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const before = ringing();
    list.replaceChildren(...fresh.body.childNodes);
    tell();
    if (ringing() > before) ring();
  };
  const events = new EventSource('${attendantPaths.events}');
  events.onopen = () => { line.hidden = true; void look().catch(() => {}); };
  events.onmessage = () => void look().catch(() => {});
  events.onerror = () => { line.hidden = false; };
  document.addEventListener('pointerdown', openSound);
  document.addEventListener('keydown', openSound);
  setInterval(ring, 3000);
  // A call that nobody takes back ends by silence: no event tells of it.
  setInterval(() => void look().catch(() => {}), 15000);
  openSound();
  tell();
})();
`;
