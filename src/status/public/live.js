// The log grows at the top, unless its reader is elsewhere in it.

const list = document.querySelector('#rows[data-live]');
const bar = document.getElementById('live');
const state = document.getElementById('live-state');
const toggle = document.getElementById('live-toggle');
const arrived = document.getElementById('live-new');
const MAX_WAITING = 200;
const MAX_ROWS = 300;

/** Says something to those who listen: the latest, and at most every ten seconds. */
function announcer(element) {
  const EVERY = 10_000;
  let last = 0;
  let timer;
  return (text) => {
    clearTimeout(timer);
    const wait = Math.max(0, last + EVERY - Date.now());
    timer = setTimeout(() => {
      last = Date.now();
      element.textContent = text;
    }, wait);
  };
}

function follow() {
  const announce = announcer(document.getElementById('live-told'));
  const waiting = [];
  let paused = false;
  let missed = false;
  let connection = 'Connecting';

  const newest = () => Number(list.firstElementChild?.dataset.id ?? 0);

  function add(html) {
    // A document of its own, in which nothing runs and nothing loads.
    const row = new DOMParser().parseFromString(html, 'text/html').querySelector('li');
    if (row === null || Number(row.dataset.id) <= newest()) return;
    document.getElementById('none')?.remove();
    row.classList.add('new');
    list.prepend(document.importNode(row, true));
    if (list.children.length > MAX_ROWS) trim();
  }

  /** A page that is open for days holds no more than a person looks through. */
  function trim() {
    while (list.children.length > MAX_ROWS) list.lastElementChild.remove();
    const link = document.querySelector('#paging a') ?? newPaging();
    for (const name of ['href', 'data-rows']) {
      const older = new URL(link.getAttribute(name), location.href);
      older.searchParams.set('before', list.lastElementChild.dataset.id);
      link.setAttribute(name, older.pathname + older.search);
    }
  }

  /** The way to older rows, where all were shown until now. */
  function newPaging() {
    const paging = document.createElement('p');
    paging.id = 'paging';
    paging.className = 'paging';
    const link = document.createElement('a');
    link.className = 'button';
    link.textContent = 'Older';
    link.setAttribute('href', location.pathname + location.search);
    link.dataset.rows = `/log/rows${location.search}`;
    paging.append(link);
    list.after(paging);
    return link;
  }

  /** Scrolled into the rows, with one open, with the focus in one, or with text marked. */
  function isReading() {
    const marked = getSelection();
    return (
      scrollY > list.offsetTop ||
      list.contains(document.activeElement) ||
      list.querySelector('.part') !== null ||
      (!marked.isCollapsed && list.contains(marked.anchorNode))
    );
  }

  function stateWords(isHeld) {
    if (connection !== 'Live') return connection;
    const words = paused ? 'Paused' : isHeld ? 'Waiting while you read' : 'Live';
    return missed ? `${words}; more came than fits here, reload to see all` : words;
  }

  function take() {
    for (const html of waiting.splice(0)) add(html);
  }

  function show() {
    const isHeld = paused || isReading();
    if (!isHeld) take();
    bar.classList.toggle('paused', isHeld || connection !== 'Live');
    const words = stateWords(isHeld);
    const count = `${waiting.length}${waiting.length === MAX_WAITING ? ' or more' : ''} new`;
    arrived.hidden = waiting.length === 0;
    const isSame = state.textContent === words && arrived.textContent === count;
    if (isSame) return;
    state.textContent = words;
    arrived.textContent = count;
    announce(waiting.length === 0 ? words : `${words}, ${count}`);
  }

  /** Shows what waited. */
  function goOn() {
    paused = false;
    toggle.setAttribute('aria-pressed', 'false');
    take();
    scrollTo({ top: 0 });
    // A row that is open stays so, and holds what comes next.
    if (arrived === document.activeElement) toggle.focus();
    show();
  }

  function connected(words) {
    connection = words;
    show();
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
  stream.addEventListener('open', () => connected('Live'));
  stream.addEventListener('error', () => {
    const isOver = stream.readyState === EventSource.CLOSED;
    connected(isOver ? 'Not live any more; reload the page' : 'Reconnecting');
  });
  toggle.addEventListener('click', () => {
    if (paused) return goOn();
    paused = true;
    toggle.setAttribute('aria-pressed', 'true');
    show();
  });
  arrived.addEventListener('click', goOn);
  addEventListener('scroll', show, { passive: true });
  list.addEventListener('focusin', show);
  list.addEventListener('focusout', () => setTimeout(show));
  bar.hidden = false;
}

if (list !== null) follow();
