import type { Known } from '../doctor/finding.ts';
import { parseRuleset, type Ruleset } from '../doctor/nft.ts';
import { output } from './doctor-tools.ts';

/** The firewall's rules, as far as they concern us. Those of iptables are not read, only noticed. */
export async function readRuleset(): Promise<Known<Ruleset>> {
  const text = await output('nft', '-j', 'list', 'ruleset');
  if ('unknown' in text) return (await byIptables()) ?? { unknown: whyNot(text.unknown) };
  const rules = parseRuleset(text.value);
  if (rules === null) return { unknown: 'nft printed something else than rules.' };
  const mayBeIptables = rules.steers.length === 0 && rules.foreign;
  return (mayBeIptables ? await byIptables() : null) ?? { value: rules };
}

function whyNot(unknown: string): string {
  if (!unknown.includes('JSON support not compiled-in')) return unknown;
  return 'This nft cannot print JSON, so the firewall was not read: install one that can (on OpenWrt: nftables-json).';
}

/** Rules of iptables that steer; null where none are seen. */
async function byIptables(): Promise<{ readonly unknown: string } | null> {
  const saved = await Promise.all(
    ['iptables-save', 'ip6tables-save'].map((tool) => output(tool, '-t', 'mangle')),
  );
  const steers = saved.some((text) => 'value' in text && /\s-j TPROXY\b/.test(text.value));
  if (!steers) return null;
  return {
    unknown:
      'iptables steers connections here (TPROXY), and its rules are not examined: packaging/linux/net-up makes rules that are.',
  };
}
