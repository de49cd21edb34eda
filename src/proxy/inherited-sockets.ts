/** The first descriptor that is handed over, fixed by the protocol. */
const FIRST = 3;
/** Far more than anybody listens on; a number beyond it is a mistake. */
const MOST = 64;

/**
 * The descriptors of listening sockets that whoever started us has opened, as
 * systemd does for a `.socket` unit (sd_listen_fds(3)): `LISTEN_FDS` counts
 * them from 3 on, and `LISTEN_PID` is who they are meant for. None where they
 * are meant for somebody else. The variables are taken out of `env`, so that
 * programs we start do not believe the sockets to be theirs.
 */
export function takeInheritedSockets(env: NodeJS.ProcessEnv, pid: number): readonly number[] {
  const { LISTEN_FDS: count = '', LISTEN_PID: owner } = env;
  delete env['LISTEN_FDS'];
  delete env['LISTEN_PID'];
  delete env['LISTEN_FDNAMES'];
  if (owner !== String(pid) || !/^\d{1,2}$/.test(count) || Number(count) > MOST) return [];
  return Array.from({ length: Number(count) }, (_, index) => FIRST + index);
}
