// The live parts of the page. Everything else works without this file.

/** Times in the browser's own language and zone. */
const FORMATS = {
  time: { timeStyle: 'medium' },
  day: { dateStyle: 'medium' },
  moment: { dateStyle: 'medium', timeStyle: 'medium' },
};

function localise(root) {
  for (const time of root.querySelectorAll('time[datetime]')) {
    const format = new Intl.DateTimeFormat(undefined, FORMATS[time.dataset.show]);
    time.textContent = format.format(new Date(time.dateTime));
  }
}

/** The log grows at the top, unless its reader is elsewhere in it. */
function follow(list) {
  const MAX_ROWS = 200;
  const MAX_WAITING = 200;
  const bar = document.getElementById('live');
  const state = document.getElementById('live-state');
  const toggle = document.getElementById('live-toggle');
  const arrived = document.getElementById('live-new');
  const waiting = [];
  let paused = false;
  let missed = false;

  function newest() {
    return Number(list.firstElementChild?.dataset.id ?? 0);
  }

  function add(html) {
    // A document of its own, in which nothing runs and nothing loads.
    const row = new DOMParser().parseFromString(html, 'text/html').querySelector('li');
    if (row === null || Number(row.dataset.id) <= newest()) return;
    document.getElementById('none')?.remove();
    localise(row);
    row.classList.add('new');
    list.prepend(document.importNode(row, true));
    while (list.children.length > MAX_ROWS) list.lastElementChild.remove();
  }

  function reading() {
    const focused = document.activeElement;
    return window.scrollY > 120 || (focused !== null && list.contains(focused));
  }

  function show() {
    const held = paused || reading();
    if (!held) for (const html of waiting.splice(0)) add(html);
    bar.classList.toggle('paused', held);
    state.textContent = paused ? 'Paused' : held ? 'Waiting while you read' : 'Live';
    if (missed) state.textContent += '; more came than fits here, reload to see all';
    arrived.hidden = waiting.length === 0;
    arrived.textContent = `${waiting.length} new`;
  }

  const address = new URL(list.dataset.live, location.href);
  address.searchParams.set('after', String(newest()));
  const stream = new EventSource(address);
  stream.addEventListener('row', (event) => {
    waiting.push(event.data);
    if (waiting.length > MAX_WAITING) waiting.shift();
    show();
  });
  stream.addEventListener('missed', () => {
    missed = true;
    show();
  });
  stream.addEventListener('open', show);
  stream.addEventListener('error', () => {
    const over = stream.readyState === EventSource.CLOSED;
    bar.classList.add('paused');
    state.textContent = over ? 'Not live any more; reload the page' : 'Reconnecting';
  });
  toggle.addEventListener('click', () => {
    paused = !paused;
    toggle.setAttribute('aria-pressed', String(paused));
    toggle.textContent = paused ? 'Go on' : 'Pause';
    show();
  });
  arrived.addEventListener('click', () => {
    paused = false;
    toggle.setAttribute('aria-pressed', 'false');
    toggle.textContent = 'Pause';
    for (const html of waiting.splice(0)) add(html);
    window.scrollTo({ top: 0 });
    show();
  });
  window.addEventListener('scroll', show, { passive: true });
  list.addEventListener('focusout', () => setTimeout(show));
  bar.hidden = false;
}

/**
 * Asks the addresses of the trust check, by one scheme. Whose connections are
 * steered here looks names up by itself and reaches the address only; who has a
 * proxy setting, the name. Null where neither answers.
 */
async function askTrust(box, scheme) {
  const answers = [box.dataset.internal, box.dataset.probe].map(async (host) => {
    const options = { mode: 'cors', credentials: 'omit', cache: 'no-store' };
    const signal = AbortSignal.timeout(4_000);
    const answer = await fetch(`${scheme}://${host}/trust`, { ...options, signal });
    return answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)));
  });
  try {
    return await Promise.any(answers);
  } catch {
    return null;
  }
}

function showTrust(box, state) {
  box.className = `check ${state}`;
  for (const text of box.querySelectorAll('[data-state]')) {
    text.hidden = text.dataset.state !== state;
  }
  const button = document.getElementById('open-https');
  button.hidden = state === 'open';
  button.disabled = state !== 'trusted';
}

/** Whether this device goes through the proxy, and whether this browser trusts the certificate. */
async function checkTrust(box) {
  const isOwn = location.hostname === box.dataset.internal;
  const secure = await askTrust(box, 'https');
  let state = 'outside';
  if (secure?.trusted) state = 'trusted';
  else if (isOwn) state = 'untrusted';
  // A page under TLS may not ask by plain HTTP.
  else if (location.protocol === 'http:' && (await askTrust(box, 'http'))?.viaProxy) {
    state = 'untrusted';
  }
  showTrust(box, state);
  if (state !== 'trusted') setTimeout(() => checkTrust(box), document.hidden ? 30_000 : 5_000);
}

/** The button: one more exchange under our certificate, and what came of it. */
async function openHttps(box) {
  const button = document.getElementById('open-https');
  button.disabled = true;
  const answer = await askTrust(box, 'https');
  if (answer?.trusted) showTrust(box, answer.closed ?? 'open');
  else await checkTrust(box);
}

/**
 * A link from another site arrives without the cookie, so a person who is
 * logged in meets the login page. A request from here carries it.
 */
async function goOn(link) {
  const answer = await fetch('/api/session', { cache: 'no-store' });
  if ((await answer.json()).loggedIn) location.replace(link.href);
}

localise(document);
const list = document.querySelector('#rows[data-live]');
if (list !== null) follow(list);
const box = document.getElementById('check');
if (box !== null) {
  document.getElementById('open-https').addEventListener('click', () => void openHttps(box));
  void checkTrust(box);
}
const link = document.getElementById('continue');
if (link !== null) void goOn(link);
