// What happened in the last minutes, renewed while it is looked at.
const area = document.getElementById('broken');
const state = document.getElementById('broken-state');
const EVERY = 4_000;
let shown = null;

/** Said once, so that nobody is told the same every few seconds. */
function say(words) {
  if (state.textContent !== words) state.textContent = words;
}

function isUsed() {
  return area.contains(document.activeElement) || !(getSelection()?.isCollapsed ?? true);
}

function show(html) {
  const open = [...area.querySelectorAll('details[open]')].map(({ id }) => id);
  // A document of its own, in which nothing runs and nothing loads.
  const fresh = new DOMParser().parseFromString(html, 'text/html').body;
  area.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  shown = html;
}

async function look() {
  if (document.hidden) return;
  if (isUsed()) {
    say('Not renewed while you use it.');
    return;
  }
  try {
    const answer = await fetch(area.dataset.part, { cache: 'no-store' });
    if (answer.redirected || !answer.ok) {
      say('Not renewed any more; reload the page.');
      return;
    }
    const html = await answer.text();
    if (html !== shown && !isUsed()) show(html);
    say('Renewed by itself every few seconds.');
  } catch {
    say('Eyelid does not answer; trying again.');
  }
}

if (area !== null) {
  say('Renewed by itself every few seconds.');
  setInterval(look, EVERY);
  document.addEventListener('visibilitychange', look);
}
