// The trust check of the onboarding page.

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
  const isThrough = state !== 'outside' && state !== 'unknown';
  const isTrusted = isThrough && state !== 'untrusted';
  for (const [step, isDone] of Object.entries({
    connect: isThrough,
    install: isTrusted,
    trust: isTrusted,
    see: isTrusted,
  })) {
    document.querySelector(`#${step} [data-done]`).hidden = !isDone;
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

const box = document.getElementById('check');
if (box !== null) {
  document.getElementById('open-https').addEventListener('click', () => void openHttps(box));
  void checkTrust(box);
}
