import { UNOPENED_WORDS } from '../../model/unopened.ts';
import type { Others } from '../broken/others.ts';
import { counted } from './format.tsx';
import { cut } from './log-item.tsx';

/** What happened besides, so that nobody looks in the wrong place. */
export function Besides({ passed, unopened, failed }: Others) {
  if (passed + unopened.length + failed.length === 0) {
    return <p>Nothing else of it came through Eyelid. Does the device use the proxy at all?</p>;
  }
  return (
    <section class="besides">
      <h2>What else happened</h2>
      <ul>
        {passed === 0 ? null : (
          <li>
            {counted(passed, 'exchange')} went through as {passed === 1 ? 'it' : 'they'} came.
          </li>
        )}
        {failed.map(({ host, status, count }) => (
          <li>
            <span class="mono">{cut(host, 80)}</span>{' '}
            {status === null
              ? `gave no answer${times(count)}: it could not be reached, its certificate is not good, or nobody waited for it.`
              : `answered with error ${status}${times(count)}. No rule had a part in it.`}
          </li>
        ))}
        {unopened.map(({ host, reason, count }) => (
          <li>
            <span class="mono">{cut(host, 80)}</span> was passed through unopened{times(count)}:{' '}
            {UNOPENED_WORDS[reason]}.
          </li>
        ))}
      </ul>
    </section>
  );
}

function times(count: number): string {
  return count === 1 ? '' : `, ${counted(count, 'time')}`;
}
