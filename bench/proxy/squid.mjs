import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './processes.mjs';

const SQUID = '/usr/sbin/squid';
const CERTIFICATE_PROGRAM = '/usr/lib/squid/security_file_certgen';

/** The version of the installed Squid that can do ssl-bump, or null. */
export function squidVersion() {
  if (!existsSync(SQUID) || !existsSync(CERTIFICATE_PROGRAM)) return null;
  const text = execFileSync(SQUID, ['-v'], { encoding: 'utf8' });
  return /Version (\S+)/.exec(text)?.[1] ?? null;
}

/**
 * Writes a configuration for ssl-bump into the folder and returns the command.
 * Squid resolves names from a hosts file of its own, so each name must be
 * listed. It keeps no cache and writes no log, which is in its favour.
 */
export async function prepareSquid(folder, authority, originCertificate, names) {
  const home = join(folder, 'squid');
  mkdirSync(home);
  const port = await freePort();
  const pair = join(home, 'authority-pair.pem');
  writeFileSync(pair, readFileSync(authority.key, 'utf8') + readFileSync(authority.cert, 'utf8'));
  writeFileSync(join(home, 'hosts'), names.map((name) => `127.0.0.1 ${name}\n`).join(''));
  writeFileSync(join(home, 'origin.pem'), readFileSync(originCertificate));
  const database = join(home, 'certificates');
  execFileSync(CERTIFICATE_PROGRAM, ['-c', '-s', database, '-M', '4MB'], { stdio: 'ignore' });
  const file = join(home, 'squid.conf');
  writeFileSync(
    file,
    `http_port 127.0.0.1:${port} ssl-bump tls-cert=${pair} generate-host-certificates=on dynamic_cert_mem_cache_size=16MB
sslcrtd_program ${CERTIFICATE_PROGRAM} -s ${database} -M 4MB
sslcrtd_children 4 startup=2 idle=1
acl hello at_step SslBump1
ssl_bump peek hello
ssl_bump bump all
tls_outgoing_options cafile=${join(home, 'origin.pem')}
hosts_file ${join(home, 'hosts')}
http_access allow all
cache deny all
access_log none
cache_log ${join(home, 'cache.log')}
pid_filename ${join(home, 'squid.pid')}
coredump_dir ${home}
shutdown_lifetime 0 seconds
`,
  );
  openToServiceUser(folder, home);
  return { command: [SQUID, '-N', '-f', file], port, ca: authority.cert };
}

/** Started as root, Squid goes on as the user proxy, who must get at its files. */
function openToServiceUser(folder, home) {
  if (process.getuid?.() !== 0) return;
  chmodSync(folder, 0o755);
  execFileSync('chown', ['-R', 'proxy:proxy', home]);
}
