// The live part of the log.

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

const list = document.querySelector('#rows[data-live]');
if (list !== null) follow(list);
