import type { Culprit, Likelihood } from '../broken/find.ts';
import { isLiftable, nameOf as lineOf } from '../broken/look.ts';
import { reportText } from '../broken/words.ts';
import type { DeviceView } from './broken.tsx';
import { counted, Time } from './format.tsx';
import { Hidden } from './layout.tsx';
import { cut } from './log-item.tsx';
import { RulePlace } from './row-rules.tsx';

const WORDS: Readonly<Record<Likelihood, string>> = {
  likely: 'Likely',
  possible: 'Possible',
  unlikely: 'Unlikely',
};
/** As badges are coloured for what was done: the word says it. */
const TONES: Readonly<Record<Likelihood, string>> = {
  likely: 'block',
  possible: 'strip',
  unlikely: 'pass',
};

interface Props {
  readonly view: DeviceView;
  readonly culprit: Culprit;
  readonly site: string | null;
  /** It is the first of all. */
  readonly isFirst?: boolean;
  /** It stands below no heading that names its site. */
  readonly isNamed?: boolean;
}

/** By site, the likeliest first; what pages hardly wait for is folded away below. */
export function CulpritList(view: DeviceView) {
  const { sites } = view.look;
  const worth = sites.flatMap(({ name, culprits }) => {
    const some = culprits.filter(({ likelihood }) => likelihood !== 'unlikely');
    return some.length === 0 ? [] : [{ name, culprits: some }];
  });
  const rest = sites.flatMap(({ name, culprits }) =>
    culprits
      .filter(({ likelihood }) => likelihood === 'unlikely')
      .map((culprit) => ({ name, culprit })),
  );
  return (
    <>
      {worth.map(({ name, culprits }, at) => (
        <section class="culprits">
          <h2>{name === null ? 'Apps and connections' : `On ${cut(name, 80)}`}</h2>
          <ol class="plain">
            {culprits.map((culprit, place) => (
              <CulpritItem
                view={view}
                culprit={culprit}
                site={name}
                isFirst={at === 0 && place === 0}
              />
            ))}
          </ol>
        </section>
      ))}
      {rest.length === 0 ? null : (
        <section class="culprits">
          {worth.length > 0 ? null : (
            <p class="hint">
              What was done is nothing that pages and apps wait for: Eyelid is probably not why.
            </p>
          )}
          <details id="rest">
            <summary>
              {counted(rest.length, 'thing')} that hardly {rest.length === 1 ? 'matters' : 'matter'}
            </summary>
            <ol class="plain">
              {rest.map(({ name, culprit }) => (
                <CulpritItem view={view} culprit={culprit} site={name} isNamed />
              ))}
            </ol>
          </details>
        </section>
      )}
    </>
  );
}

function CulpritItem(props: Props) {
  const { view, culprit, site, isNamed = false } = props;
  const { likelihood, what, why, rule, tracker, count, last, host, path } = culprit;
  return (
    <li class="culprit">
      <p class="said">
        <span class={`badge ${TONES[likelihood]}`}>{WORDS[likelihood]}</span> {cut(what, 300)}
      </p>
      {why.length === 0 ? null : (
        <ul class="why">
          {why.map((sentence) => (
            <li>{cut(sentence, 300)}</li>
          ))}
        </ul>
      )}
      <p class="facts">
        <Time at={last} show="time" />
        {path === null ? null : <span class="mono">{cut(host + path)}</span>}
        {isNamed && site !== null ? <span>on {cut(site, 60)}</span> : null}
        {count === 1 ? null : <span>{counted(count, 'time')}</span>}
        {tracker === null ? null : <span>{cut(tracker, 60)}</span>}
        {rule === null ? null : <RulePlace rule={rule} files={view.files} />}
      </p>
      <Lift {...props} />
      <More {...props} />
    </li>
  );
}

/** The button that lifts it, and no more than it. */
function Lift({ view, culprit, isFirst = false }: Props) {
  const { frame, device, look } = view;
  const { remedy } = culprit;
  if (!isLiftable(culprit, look)) {
    if (remedy.kind === 'allow') return null;
    return (
      <form class="actions" method="post" action="/broken/open">
        <Hidden frame={frame} />
        <input type="hidden" name="device" value={device.id} />
        <input type="hidden" name="host" value={remedy.host} />
        <input type="hidden" name="program" value={remedy.program} />
        <span>Passed through unopened now.</span>
        <button type="submit" aria-label={`No change: open it again, ${cut(remedy.host)}`}>
          No change: open it again
        </button>
      </form>
    );
  }
  const isAllow = remedy.kind === 'allow';
  const whole = isAllow ? `${remedy.host}${remedy.path ?? ''}` : remedy.host;
  const words = isAllow ? 'Try: let this through for 15 minutes' : 'Let this host through unopened';
  return (
    <form class="actions" method="post" action={isAllow ? '/broken/try' : '/broken/leave'}>
      <Hidden frame={frame} />
      <input type="hidden" name="device" value={device.id} />
      <input type="hidden" name="host" value={remedy.host} />
      {isAllow ? (
        <>
          <input type="hidden" name="path" value={remedy.path ?? ''} />
          <input type="hidden" name="page" value={remedy.page ?? ''} />
        </>
      ) : (
        <input type="hidden" name="program" value={remedy.program} />
      )}
      <button
        type="submit"
        class={isFirst ? 'primary' : undefined}
        aria-label={`${words}: ${cut(whole)}`}
      >
        {words}
      </button>
    </form>
  );
}

/** What is written before it is written, and what to tell who keeps the list. */
function More({ view, culprit, site }: Props) {
  const { device, version } = view;
  const { remedy, host, path, rule } = culprit;
  const id = `more-${hashOf(`${site} ${host} ${path} ${rule?.text}`)}`;
  return (
    <details class="more" id={id}>
      <summary>What it changes, and a report</summary>
      {remedy.kind === 'allow' ? (
        <p>
          The button adds this line to <code>rules/my-rules.txt</code>, with an end in 15 minutes:{' '}
          <code>{cut(lineOf(remedy, device), 1_000)}</code>
        </p>
      ) : (
        <p>
          The button has connections of that app to this host passed through unopened. Nothing in
          them can be blocked then.
        </p>
      )}
      {rule === null ? null : (
        <p>
          The rule: <code>{cut(rule.text, 1_000)}</code>
        </p>
      )}
      {rule === null ? null : (
        <label>
          <span>To tell those who keep the list; nothing is sent from here</span>
          <textarea readonly rows={7} class="mono">
            {reportText(culprit, site, version)}
          </textarea>
        </label>
      )}
    </details>
  );
}

/** A short name that stays the same while the page is looked at. */
function hashOf(text: string): string {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1)
    hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return (hash >>> 0).toString(36);
}
