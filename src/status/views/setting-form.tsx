import type { SettingKey, SettingView } from '../../model/setting.ts';
import { inWords } from '../setting-actions.ts';
import { type Frame, Hidden } from './layout.tsx';

/** What each setting is called, and the words of its choices; keys stay beside them for the file. */
const WORDS: Readonly<
  Record<SettingKey, { readonly name: string; readonly choices?: Readonly<Record<string, string>> }>
> = {
  mode: {
    name: 'What is done with the verdicts',
    choices: { enforce: 'carry them out', observe: 'only observe: "would have"' },
  },
  'levels.default': {
    name: 'Level of a new device',
    choices: {
      off: 'off: not watched',
      hostname: 'hostname: blocked by name',
      trackers: 'trackers: opened where rules are',
      full: 'full: opened',
    },
  },
  'levels.trusted': {
    name: 'Level of a program that trusts the certificate',
    choices: {
      off: 'off: not watched',
      hostname: 'hostname: blocked by name',
      trackers: 'trackers: opened where rules are',
      full: 'full: opened',
    },
  },
  'log.detail': {
    name: 'What the log tells of an exchange',
    choices: {
      counts: 'counts: numbers only',
      names: 'names: the names of fields',
      values: 'values: what was in them, too',
    },
  },
  'log.scope': {
    name: 'What the log keeps a row of',
    choices: { acted: 'acted: where a rule applied', all: 'all: every exchange' },
  },
  'log.days': { name: 'Days that the log goes back' },
  'log.megabytes': { name: 'Megabytes that the log may take' },
  'pac.fallback': {
    name: 'When Eyelid does not answer, devices with the automatic configuration',
    choices: { direct: 'go on without it', none: 'are cut off' },
  },
  'status.sessionDays': { name: 'Days that a login lasts' },
  'status.guest': {
    name: 'Who is not logged in',
    choices: { on: "sees the own device's last 24 hours", off: 'sees nothing' },
  },
};

/** What a setting is called. */
export function settingName(key: SettingKey): string {
  return WORDS[key].name;
}

/** One setting: what it is, who says so, and a form where it can be changed here. */
export function SettingForm({
  frame,
  view,
}: {
  readonly frame: Frame;
  readonly view: SettingView;
}) {
  const id = `set-${view.key.replace('.', '-')}`;
  return (
    <li id={view.key}>
      <form method="post" action="/settings">
        <Hidden frame={frame} back={`/settings#${view.key}`} />
        <input type="hidden" name="key" value={view.key} />
        <label for={id}>{WORDS[view.key].name}</label>
        <div class="control">
          <Control id={id} view={view} />
          {view.from === 'file' ? null : (
            <button type="submit" aria-label={`Save: ${WORDS[view.key].name}`}>
              Save
            </button>
          )}
        </div>
        <p class="quiet" id={`${id}-help`}>
          <Where view={view} /> {view.help.replaceAll('`', '')}
        </p>
      </form>
    </li>
  );
}

function Control({ id, view }: { readonly id: string; readonly view: SettingView }) {
  const { kind, value, from } = view;
  const common = { id, name: 'value', disabled: from === 'file', 'aria-describedby': `${id}-help` };
  if (kind.type === 'number') {
    return (
      <input
        {...common}
        type="number"
        required
        min={String(kind.least)}
        max={String(kind.most)}
        value={String(value)}
      />
    );
  }
  const options = kind.type === 'switch' ? ['off', 'on'] : kind.options;
  const words = WORDS[view.key].choices ?? {};
  return (
    <select {...common}>
      {options.map((option) => (
        <option value={option} selected={option === inWords(value)}>
          {words[option] ?? option}
        </option>
      ))}
    </select>
  );
}

/** Who says so. */
function Where({ view }: { readonly view: SettingView }) {
  const { from, line, fallback, key } = view;
  if (from === 'file') {
    return (
      <strong>
        Set in config/eyelid.yaml, line {line}: <code>{key}</code>. Change it there and start Eyelid
        again.
      </strong>
    );
  }
  if (from === 'default') return <>The default.</>;
  return (
    <>
      Chosen by you; the default is <strong>{inWords(fallback)}</strong>.
    </>
  );
}
