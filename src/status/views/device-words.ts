import type { Level, LevelSource, Mode, NameSource, SharedBy } from '../../model/device.ts';

/** What a person chooses from: a level, or that nobody chose one. */
export const LEVEL_WORDS: Readonly<Record<Level | 'auto', string>> = {
  auto: 'by host name at first, in full for each program that trusts the certificate',
  off: 'nothing is opened, blocked or logged',
  hostname: 'nothing is opened; trackers are blocked by host name',
  trackers: 'only hosts that some rule is about are opened and filtered',
  full: 'exchanges are opened and filtered, but for the do-not-intercept list',
};

export const SOURCE_WORDS: Readonly<Record<LevelSource, string>> = {
  config: 'set in config/eyelid.yaml',
  hand: 'set by hand',
  group: 'set for its group in config/eyelid.yaml',
  default: 'as every new device',
};

export const NAME_WORDS: Readonly<Record<NameSource, string>> = {
  config: 'named in config/eyelid.yaml',
  hand: 'named by hand',
  lease: 'named by itself, says the DHCP server',
  dns: "named by itself, says the network's resolver",
};

export const SHARED_WORDS: Readonly<Record<SharedBy, string>> = {
  container:
    "This is the address of the container's host. Its NAT may give it to every device, which then cannot be told apart: let the container use the host's network.",
  gateway:
    "This is the router's own address. A router that redirects in its own name gives it to every device, which then cannot be told apart: let it route to Eyelid instead of redirecting.",
  mac: 'Many addresses share its MAC, so a router stands in between: the devices behind it are told apart by address.',
};

export const MODE_WORDS: Readonly<Record<Mode, string>> = {
  enforce: 'enforce the rules',
  observe: 'only observe',
};
