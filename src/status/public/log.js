// Rows that open where they stand, older ones below them, buttons that answer in
// place. All of it is to be had without this file too.

const list = document.getElementById('rows');
const MAX_OLDER = 20;

/** A part of a page; in a document of its own nothing runs and nothing loads. */
async function fetchPart(address) {
  const answer = await fetch(address, { cache: 'no-store' });
  if (!answer.ok) throw new Error(`The answer was ${answer.status}. Reload the page.`);
  return new DOMParser().parseFromString(await answer.text(), 'text/html').body;
}

/** Moves what is in a part to where it is shown. */
function fill(element, part) {
  element.replaceChildren(...document.importNode(part, true).childNodes);
}

/** Puts the rows before the last one below it. False where there are none. */
async function loadOlder() {
  const paging = document.getElementById('paging');
  if (paging === null) return false;
  const part = await fetchPart(paging.firstElementChild.dataset.rows);
  const rows = part.querySelector('ol').children;
  list.append(...[...rows].map((row) => document.importNode(row, true)));
  const next = part.querySelector('#paging');
  if (next === null) paging.remove();
  else fill(paging, next);
  return rows.length > 0;
}

/** Where one is in the list: the row at the top of the window, and how far from there. */
function place() {
  const row = [...list.children].find((one) => one.getBoundingClientRect().bottom > 0);
  if (row === undefined || scrollY === 0) return null;
  return { id: row.dataset.id, top: row.getBoundingClientRect().top };
}

/** Whoever comes back finds the rows that were loaded, and the place that was left. */
async function comeBack(key) {
  const [navigation] = performance.getEntriesByType('navigation');
  const left = JSON.parse(sessionStorage.getItem(key) ?? 'null');
  if (left === null || navigation?.type !== 'back_forward') return;
  const row = () => list.querySelector(`li[data-id="${Number(left.id)}"]`);
  for (let i = 0; row() === null && i < MAX_OLDER; i += 1) if (!(await loadOlder())) return;
  scrollBy(0, (row()?.getBoundingClientRect().top ?? left.top) - left.top);
}

/** Opens a row below itself, or closes it. */
async function toggleRow(row) {
  const link = row.querySelector('.said a');
  const open = row.querySelector('.part');
  link.setAttribute('aria-expanded', String(open === null));
  if (open !== null) {
    open.remove();
    return link.focus();
  }
  const part = document.createElement('div');
  part.className = 'part';
  part.textContent = 'Looking';
  row.append(part);
  const query = new URLSearchParams({ back: location.pathname + location.search });
  try {
    fill(part, await fetchPart(`${link.getAttribute('href')}/part?${query}`));
  } catch (error) {
    part.textContent = error.message;
  }
}

/** Other choices, other lines: those of the server, which writes them. */
async function showLines(form) {
  const chosen = () => new URLSearchParams(new FormData(form));
  const asked = chosen();
  const back = form.parentElement.querySelector('[name=back]')?.value ?? '/log';
  const query = new URLSearchParams([...asked, ['back', back]]);
  const part = await fetchPart(`${form.getAttribute('action')}/part?${query}`);
  // Who chose again meanwhile waits for that answer.
  if (String(chosen()) !== String(asked)) return;
  fill(form.parentElement.querySelector('.proposals'), part.querySelector('.proposals'));
}

async function post(address, fields, token) {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token },
      body: JSON.stringify(fields),
    });
    const { done, error, rule = null } = await answer.json();
    return { text: done ?? error, rule };
  } catch {
    return { text: 'It is not known whether that was done. Reload the page.', rule: null };
  }
}

/** Sends a form of a row without leaving the list, and says below it how it went. */
async function send(form, row) {
  const { csrf, back: _, ...fields } = Object.fromEntries(new FormData(form));
  const told = document.createElement('div');
  told.className = 'notice answer';
  told.setAttribute('role', 'status');
  row.querySelector('.answer')?.remove();
  row.querySelector('.quick, .what:last-child').after(told);
  const { text, rule } = await post(`/api${form.getAttribute('action')}`, fields, csrf);
  told.append(Object.assign(document.createElement('p'), { textContent: text }));
  if (rule === null) return;
  const undo = Object.assign(document.createElement('button'), { textContent: 'Undo' });
  undo.addEventListener('click', async () => {
    const undone = await post('/api/rules/undo', { line: rule.line, text: rule.text }, csrf);
    told.firstElementChild.textContent = undone.text;
    undo.remove();
    row.querySelector('.said a').focus();
  });
  told.append(undo);
}

/** Fields of date and time are of this machine here, not of the one that answers. */
function localTimes(form) {
  for (const field of form.querySelectorAll('[data-at]')) {
    const at = new Date(Number(field.dataset.at));
    field.value = new Date(at - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  }
  form.addEventListener('formdata', ({ formData }) => {
    for (const [name, value] of [...formData]) {
      if (value === '') formData.delete(name);
      else if (name === 'since' || name === 'until') formData.set(name, Date.parse(value));
    }
  });
}

document.addEventListener('change', ({ target }) => {
  const form = target.closest('form.choices');
  // The page of the row says what went wrong, or shows the lines.
  if (form !== null) showLines(form).catch(() => form.submit());
});

if (list !== null) {
  localTimes(document.querySelector('form.filters'));
  const key = `log ${location.search}`;
  addEventListener('pagehide', () => sessionStorage.setItem(key, JSON.stringify(place())));
  document.addEventListener('click', (event) => {
    const { target, button, ctrlKey, metaKey, shiftKey } = event;
    if (button !== 0 || ctrlKey || metaKey || shiftKey || !(target instanceof Element)) return;
    const opener = target.closest('.said a, button.close');
    const older = target.closest('#paging a');
    if (opener === null && older === null) return;
    event.preventDefault();
    if (older === null) void toggleRow(opener.closest('li'));
    else loadOlder().catch(() => location.assign(older.href));
  });
  list.addEventListener('submit', (event) => {
    if (event.target.method !== 'post') return;
    event.preventDefault();
    void send(event.target, event.target.closest('#rows > li'));
  });
  comeBack(key).catch(() => {});
}
