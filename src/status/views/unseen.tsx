import type { HouseholdOverview } from '../household-overview.ts';
import { logOf } from '../stretch.ts';
import { CountList } from './counts.tsx';
import { Counted, share } from './format.tsx';
import { cut } from './log-item.tsx';

const TOP = 6;

/** What the numbers cannot say: an honest list. */
export function Unseen({ overview, stretch, devices }: HouseholdOverview) {
  const named = devices.filter(
    ({ device, trusting }) => device.level === 'hostname' && trusting === 0,
  ).length;
  const refusing = devices.reduce((sum, state) => sum + state.refusing, 0);
  return (
    <section class="card">
      <h2>What Eyelid could not see</h2>
      <div class="columns">
        <div>
          <ul class="points">
            <li>
              <a href={logOf(stretch, { unopened: '1' })}>
                <Counted value={overview.tunnelled} one="connection" />
              </a>
              , {share(overview.tunnelled, overview.total)} of all, passed through unopened. Their
              names were checked; their contents could not be read.
            </li>
            {named === 0 ? null : (
              <li>
                <Counted value={named} one="device is" many="devices are" /> filtered by host name
                only, until {named === 1 ? 'it trusts' : 'they trust'}{' '}
                <a href="/welcome">the certificate</a>.
              </li>
            )}
            {refusing === 0 ? null : (
              <li>
                <Counted value={refusing} one="app accepts" many="apps accept" /> no certificate but
                {refusing === 1 ? ' its' : ' their'} own, and {refusing === 1 ? 'is' : 'are'} let
                through so that {refusing === 1 ? 'it works' : 'they work'}.{' '}
                <a href="/devices">Which</a>
              </li>
            )}
            <li>
              What a shop sends to a tracker from its own servers, once it has your data. It never
              crosses this network, so nothing here can see or stop it.
            </li>
            <li>Phones on mobile data, and everything inside a VPN.</li>
          </ul>
        </div>
        <div>
          <h3>Most passed unopened</h3>
          <CountList
            lines={overview.unopened.slice(0, TOP).map(({ name, count }) => ({
              label: cut(name, 60),
              count,
              part: 0,
              address: logOf(stretch, { host: name, unopened: '1' }),
            }))}
            unit={['connection', 'connections']}
            part="of them opened"
            none="Nothing was."
          />
        </div>
      </div>
    </section>
  );
}
