// The keys of the log. Those of one character may be switched off (WCAG 2.2, 2.1.4).

const list = document.getElementById('rows');
const search = document.getElementById('search');
const dialog = document.getElementById('keys');
const isOn = document.getElementById('keys-on');
const STEPS = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

const rowOf = (element) => element?.closest('#rows > li') ?? null;
const linkOf = (row) => row?.querySelector('.said a');

function move(by) {
  const rows = [...list.children];
  const now = rows.indexOf(rowOf(document.activeElement));
  const to = now < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, now + by));
  linkOf(rows[to])?.focus();
}

/** Closes the row that one is in; from inside a closed one goes back to its sentence. */
function leave() {
  const row = rowOf(document.activeElement);
  if (document.activeElement === search) search.blur();
  else if (row?.querySelector('.part')) linkOf(row).click();
  else linkOf(row)?.focus();
}

function keyOf({ key, target, ctrlKey, metaKey, altKey }) {
  if (ctrlKey || metaKey || altKey || dialog.open) return null;
  if (key === 'Escape') return key;
  if (target.matches('input:not([type=radio]), select, textarea')) return null;
  if (key.startsWith('Arrow')) return target.matches('.said a') ? key : null;
  return isOn.checked ? key : null;
}

const ACTIONS = {
  '/': () => search.focus(),
  '?': () => dialog.showModal(),
  Escape: leave,
};

function pressed(event) {
  const key = keyOf(event);
  if (key === null) return;
  const action = Object.hasOwn(STEPS, key) ? () => move(STEPS[key]) : ACTIONS[key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

if (list !== null) {
  isOn.checked = localStorage.getItem('keys') !== 'off';
  isOn.addEventListener('change', () => localStorage.setItem('keys', isOn.checked ? 'on' : 'off'));
  document.getElementById('keys-open').addEventListener('click', () => dialog.showModal());
  document.getElementById('keys-hint').hidden = false;
  addEventListener('keydown', pressed);
}
