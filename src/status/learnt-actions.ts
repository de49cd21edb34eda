import { type Input, type Outcome, spoken } from './actions.ts';
import type { Parts } from './parts.ts';

const MAX_HOST = 253;

/** Takes back what was learnt of a host, for good. */
export function forgetLearnt(parts: Parts, input: Input): Promise<Outcome> {
  return onHost(input, 'forgetting', 'nothing is known of it', async (host) =>
    (await parts.ports.learnt.forget(host))
      ? `Forgot what was learnt of ${host}; it is not learnt again`
      : null,
  );
}

/** Lets a host be learnt again that was forgotten. */
export function learnAgain(parts: Parts, input: Input): Promise<Outcome> {
  return onHost(input, 'learning again', 'it was not forgotten', async (host) =>
    (await parts.ports.learnt.again(host)) ? `${host} may be learnt again` : null,
  );
}

function onHost(
  { host }: Input,
  what: string,
  otherwise: string,
  act: (host: string) => Promise<string | null>,
): Promise<Outcome> {
  const name = typeof host === 'string' ? host.trim().toLowerCase() : '';
  if (name === '' || name.length > MAX_HOST) {
    return Promise.resolve({ ok: false, text: `${what}: no host is named`, status: 400 });
  }
  return spoken(async () => {
    const text = await act(name);
    return text === null
      ? { ok: false, text: `${what} "${name}": ${otherwise}`, status: 404 }
      : { ok: true, text, rule: null };
  });
}
