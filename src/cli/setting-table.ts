import type { SettingView } from '../model/setting.ts';
import { columns } from './columns.ts';

/** Settings as lines for a terminal: key, value, and who says so. */
export function settingTable(views: readonly SettingView[]): readonly string[] {
  return columns([
    ['setting', 'value', 'from'],
    ...views.map((view) => [view.key, String(view.value), whence(view)]),
  ]);
}

function whence({ from, line, fallback }: SettingView): string {
  if (from === 'file') return `config/eyelid.yaml:${line}`;
  return from === 'chosen' ? `chosen; default ${String(fallback)}` : 'default';
}
