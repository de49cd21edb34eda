import { type Link, MARK_KINDS, type MarkKind } from '../../model/insight.ts';
import { KINDS, linkOutcome, linkSentence } from '../link-words.ts';
import { Counted, Time } from './format.tsx';
import { cut } from './log-item.tsx';

/** Of one kind before the rest is folded away, and how many of it there are at most. */
const SHOWN = 4;
const MOST = 20;
/** Sites and devices named one by one. */
const NAMED = 12;
/** Days are given by their midnight UTC; their noon has the same date nearly everywhere. */
const NOON = 12 * 3_600_000;

/** Who could link what: each identifier that was seen on several sites or devices, by its kind. */
export function InsightLinks(props: { readonly links: readonly Link[]; readonly last: string }) {
  const { links, last } = props;
  const kinds = MARK_KINDS.map((kind) => ({
    ...{ kind, of: links.filter((link) => link.kind === kind) },
  }));
  return (
    <section class="card" id="links">
      <h2>Who could link what</h2>
      <p class="quiet">
        The same identifier on several sites or devices is what ties them together. Eyelid keeps no
        identifier, only a keyed hash that is of no use anywhere else.
      </p>
      {links.length === 0 ? <p>Nothing that would link sites or devices was seen.</p> : null}
      {kinds.map(({ kind, of }) =>
        of.length === 0 ? null : <LinksOfKind kind={kind} links={of} last={last} />,
      )}
    </section>
  );
}

function LinksOfKind(props: {
  readonly kind: MarkKind;
  readonly links: readonly Link[];
  readonly last: string;
}) {
  const { kind, links, last } = props;
  const more = links.slice(SHOWN, MOST);
  return (
    <div class="kind">
      <h3>{KINDS[kind].title}</h3>
      <p class="quiet">{KINDS[kind].means}</p>
      <LinkItems links={links.slice(0, SHOWN)} last={last} />
      {more.length === 0 ? null : (
        <details>
          <summary>
            <Counted value={links.length - SHOWN} one="other" />
            {links.length > MOST ? `; the first ${more.length} of them` : ''}
          </summary>
          <LinkItems links={more} last={last} />
        </details>
      )}
    </div>
  );
}

function LinkItems({ links, last }: { readonly links: readonly Link[]; readonly last: string }) {
  return (
    <ol class="links">
      {links.map((link) => (
        <LinkItem link={link} last={last} />
      ))}
    </ol>
  );
}

function LinkItem({ link, last }: { readonly link: Link; readonly last: string }) {
  const { mark, sites, devices, count, stopped, first, last: until } = link;
  const state = stopped >= count ? 'stopped' : stopped === 0 ? 'not stopped' : 'partly stopped';
  return (
    <li>
      <p>
        <strong>{linkSentence(link)}</strong>{' '}
        <span class={`badge ${stopped >= count ? 'allow' : 'strip'}`}>{state}</span>
      </p>
      <p>{linkOutcome(link)}</p>
      <p class="facts">
        {sites.slice(0, NAMED).map((site) => (
          <a href={`/insight/site?${new URLSearchParams({ name: site, last })}`}>{cut(site, 60)}</a>
        ))}
        {sites.length > NAMED ? (
          <span>
            and <Counted value={sites.length - NAMED} one="site" /> more
          </span>
        ) : null}
        {devices.slice(0, NAMED).map(({ device, name }) => (
          <a href={`/devices/${encodeURIComponent(device)}`}>{cut(name, 60)}</a>
        ))}
        <span>
          <Time at={first + NOON} show="date" />
          {first === until ? null : (
            <>
              {' '}
              to <Time at={until + NOON} show="date" />
            </>
          )}
        </span>
        <span title="The beginning of its keyed hash, to tell it from others">
          known here as <span class="mono">{mark.slice(0, 6)}</span>
        </span>
      </p>
    </li>
  );
}
