import type { SettingView } from '../../model/setting.ts';
import type { Login } from '../sessions.ts';
import type { Loss } from '../setting-actions.ts';
import { Counted, Time } from './format.tsx';
import { type Frame, Hidden } from './layout.tsx';
import { Logins } from './logins.tsx';
import { PasswordForm } from './password-form.tsx';
import { SettingForm, settingName } from './setting-form.tsx';

export interface SettingsView {
  readonly frame: Frame;
  readonly settings: readonly SettingView[];
  /** What was wrong with the file they are kept in. */
  readonly problems: readonly string[];
  /** A password is set; else the first-run code is in use. */
  readonly hasPassword: boolean;
  /** Of the form that sets the password. */
  readonly error: string | null;
  readonly logins: readonly Login[];
  /** The key of the login that asks. */
  readonly own: string | null;
  readonly version: string;
}

/** Settings that belong together. */
const GROUPS = [
  ['Filtering', ['mode', 'levels.default', 'levels.trusted', 'pac.fallback']],
  ['Log', ['log.detail', 'log.scope', 'log.days', 'log.megabytes']],
  ['Who may look', ['status.guest', 'status.sessionDays']],
] as const;

export function SettingsPage(view: SettingsView) {
  const { frame, settings } = view;
  return (
    <>
      <h1>Settings</h1>
      <p class="lead">
        In force as soon as they are saved. What <code>config/eyelid.yaml</code> sets is changed
        there.
      </p>
      {view.problems.map((problem) => (
        <p class="hint">{problem}</p>
      ))}
      {GROUPS.map(([name, keys]) => (
        <section class="card">
          <h2>{name}</h2>
          <ul class="settings">
            {keys.map((key) => {
              const one = settings.find((setting) => setting.key === key);
              return one === undefined ? null : <SettingForm frame={frame} view={one} />;
            })}
          </ul>
        </section>
      ))}
      <section class="card" id="password">
        <h2>{view.hasPassword ? 'Change the password' : 'Set a password'}</h2>
        <PasswordForm frame={frame} hasPassword={view.hasPassword} error={view.error} />
      </section>
      <section class="card" id="logins">
        <h2>Logins</h2>
        <Logins frame={frame} logins={view.logins} own={view.own} />
      </section>
      <section class="card">
        <h2>More</h2>
        <ul class="lines">
          <li>
            <a href="/settings/notifications">Notifications</a> of new trackers, new devices and
            lists that fail.
          </li>
          <li>
            <a href="/settings/tokens">Tokens of the API</a>, for scripts and dashboards of your
            own.
          </li>
        </ul>
      </section>
      <p class="quiet">
        Eyelid {view.version}. All other settings are in <code>config/eyelid.yaml</code>;{' '}
        <code>docs/configuration.md</code> lists them.
      </p>
    </>
  );
}

/** Asks before a setting is changed that makes the log shorter. */
export function LossPage({ frame, loss }: { readonly frame: Frame; readonly loss: Loss }) {
  const { view, value, days, before } = loss;
  const bySize = view.key === 'log.megabytes';
  return (
    <div class="narrow alone">
      <h1>Delete a part of the log?</h1>
      <p>
        {settingName(view.key)}: {String(view.value)} now,{' '}
        {value === '' ? String(view.fallback) : value} then.
      </p>
      <p class="hint">
        {bySize ? 'About ' : ''}
        <Counted value={days} one="day" /> of the log would go: all rows before{' '}
        {bySize ? 'about ' : ''}
        <Time at={before} show="moment" />. They cannot be brought back.
      </p>
      <form class="actions" method="post" action="/settings">
        <Hidden frame={frame} back="/settings" />
        <input type="hidden" name="key" value={view.key} />
        <input type="hidden" name="value" value={value} />
        <input type="hidden" name="sure" value="yes" />
        <button type="submit" class="primary">
          Delete them
        </button>
        <a class="button" href="/settings">
          Keep them
        </a>
      </form>
    </div>
  );
}
