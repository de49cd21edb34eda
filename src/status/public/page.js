// What every page does beside what it says; all of it works without this file.

/** Times in the browser's own language and zone. */
const FORMATS = Object.fromEntries(
  Object.entries({
    time: { timeStyle: 'medium' },
    hour: { hour: 'numeric' },
    weekday: { weekday: 'short' },
    date: { day: 'numeric', month: 'short' },
    day: { dateStyle: 'medium' },
    when: { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
    moment: { dateStyle: 'medium', timeStyle: 'medium' },
  }).map(([name, style]) => [name, new Intl.DateTimeFormat(undefined, style)]),
);
const NUMBER = new Intl.NumberFormat();

function localise(element) {
  if (element.matches('time[data-show]')) {
    element.textContent = FORMATS[element.dataset.show].format(new Date(element.dateTime));
  } else if (element.matches('data[value]')) {
    element.textContent = NUMBER.format(Number(element.value));
  }
}

function localiseAll(root) {
  localise(root);
  for (const element of root.querySelectorAll('time[data-show], data[value]')) localise(element);
}

/**
 * A link from another site arrives without the cookie, so a person who is
 * logged in meets the login page. A request from here carries it.
 */
async function goOn(link) {
  const answer = await fetch('/api/session', { cache: 'no-store' });
  if ((await answer.json()).loggedIn) location.replace(link.href);
}

localiseAll(document.documentElement);
// What other scripts add later is treated alike.
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) {
    for (const node of addedNodes) if (node instanceof Element) localiseAll(node);
  }
}).observe(document.body, { childList: true, subtree: true });
const link = document.getElementById('continue');
if (link !== null) void goOn(link);
