// The editor of rule files: line numbers, what is wrong as one types, and what
// it would have changed without leaving the page. All of it works without this.

const form = document.querySelector('form.editor[data-name]');
const QUIET = 400;
const MAX_SHOWN = 100;
const WORDS = {
  error: 'not in force',
  warning: 'warning',
  ineffective: 'not possible here',
  remark: 'remark',
};
const NUMBER = new Intl.NumberFormat();

const counted = (value, one) => `${NUMBER.format(value)} ${one}${value === 1 ? '' : 's'}`;

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== '') made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function edit(sheet, area, findings, preview) {
  const gutter = sheet.querySelector('.gutter');
  let lines = 0;
  let timer = 0;
  let asking = null;
  let previewing = null;
  let isSaving = false;
  const first = area.value;
  const wasSaved = area.dataset.saved === 'yes';

  function number() {
    const count = area.value.split('\n').length;
    if (count !== lines) {
      gutter.textContent = Array.from({ length: count }, (_, at) => at + 1).join('\n');
    }
    lines = count;
    gutter.style.height = `${area.clientHeight}px`;
    gutter.scrollTop = area.scrollTop;
  }

  /** Puts the cursor there, selects the line, and brings it into sight. */
  function goTo(line) {
    const all = area.value.split('\n');
    const start = all.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (all[line - 1] ?? '').length);
    const height = area.scrollHeight / Math.max(1, all.length);
    area.scrollTop = Math.max(0, height * (line - 1) - area.clientHeight / 2);
  }

  function show({ findings: found, total, rules, off }) {
    const switched = off > 0 ? `, ${NUMBER.format(off)} switched off` : '';
    const good = total === 0 ? ' Nothing is wrong with it.' : '';
    const list = element('ul', '', { class: 'rule-remarks' });
    for (const { line, severity, reason } of found.slice(0, MAX_SHOWN)) {
      const item = element('li', '', { class: `is-${severity}` });
      const jump = element('button', `line ${line}`, { type: 'button', class: 'no' });
      jump.addEventListener('click', () => goTo(line));
      const said = element('span', '');
      said.append(element('b', `${WORDS[severity]}:`), ` ${reason}`);
      item.append(jump, said);
      list.append(item);
    }
    const parts = [element('p', `${counted(rules, 'rule')}${switched}.${good}`), list];
    const more = total - list.children.length;
    if (more > 0) parts.push(element('p', `And ${NUMBER.format(more)} more.`, { class: 'quiet' }));
    findings.replaceChildren(...parts);
  }

  async function lint() {
    asking?.abort();
    asking = new AbortController();
    const answer = await fetch('/api/rules/lint', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-csrf-token': form.elements.csrf.value },
      body: JSON.stringify({ name: form.dataset.name, text: area.value }),
      signal: asking.signal,
    });
    const said = await answer.json();
    if (answer.ok) show(said);
    else findings.replaceChildren(element('p', String(said.error), { class: 'quiet' }));
  }

  /** The same form, of whose answer the part is taken that says what would have changed. */
  async function ask(button) {
    previewing?.abort();
    previewing = new AbortController();
    const own = previewing;
    preview.setAttribute('aria-busy', 'true');
    preview.replaceChildren(element('p', 'Judging the last days again…'));
    const answer = await fetch(button.formAction, {
      method: 'POST',
      body: new URLSearchParams(new FormData(form)),
      signal: own.signal,
    });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const refused = page.querySelector('.error');
    const said = page.getElementById('preview')?.childNodes ?? [];
    preview.replaceChildren(
      ...(said.length > 0 ? said : [refused ?? 'It could not be found out.']),
    );
    preview.removeAttribute('aria-busy');
  }

  const quietly = (error) => {
    if (error.name === 'AbortError') return;
    preview.removeAttribute('aria-busy');
    findings.replaceChildren(element('p', 'Eyelid does not answer.', { class: 'quiet' }));
  };

  gutter.hidden = false;
  area.addEventListener('scroll', () => (gutter.scrollTop = area.scrollTop));
  new ResizeObserver(number).observe(area);
  area.addEventListener('input', () => {
    number();
    // The next save asks again: it is another text.
    form.elements.sure?.remove();
    clearTimeout(timer);
    timer = setTimeout(() => lint().catch(quietly), QUIET);
  });
  form.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (button?.hasAttribute('data-preview')) {
      event.preventDefault();
      ask(button).catch(quietly);
    } else {
      isSaving = true;
    }
  });
  window.addEventListener('beforeunload', (event) => {
    if (!isSaving && (!wasSaved || area.value !== first)) event.preventDefault();
  });
  number();
  if (findings.childElementCount === 0) lint().catch(quietly);
}

const area = form?.querySelector('textarea');
if (area) {
  edit(
    form.querySelector('.sheet'),
    area,
    document.getElementById('findings'),
    document.getElementById('preview'),
  );
}
