import { writeFileSync } from 'node:fs';
import { type Authority, openAuthority } from '../certs/authority.ts';
import { certificateFiles } from '../certs/formats.ts';
import { homeAt, prepareHome } from '../home.ts';
import { AppError } from '../model/errors.ts';
import type { AddCommand } from './command.ts';

/** `eyelid ca show|export`: the certificate that devices are asked to trust. */
export const addCa: AddCommand = (parser) =>
  parser.command(
    'ca [action]',
    'Shows the certificate of your authority, or writes it in the form a device wants.',
    (yargs) =>
      yargs
        .positional('action', { choices: ['show', 'export'], default: 'show' })
        .option('format', {
          choices: ['pem', 'crt', 'mobileconfig'],
          default: 'pem',
          describe: 'pem: Linux, Firefox; crt: Android, Windows; mobileconfig: Apple.',
        })
        .option('out', {
          type: 'string',
          describe: 'The file to write; standard output if absent.',
        })
        .option('json', { type: 'boolean', default: false, describe: 'Show as JSON.' }),
    ({ home: path, action, format, out, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      const authority = openAuthority(home.certs, Date.now);
      if (action === 'show') process.stdout.write(json ? asJson(authority) : asText(authority));
      else write(out, contentOf(authority, format));
    },
  );

function asText({ name, path, fingerprint, notAfter }: Authority): string {
  const until = new Date(notAfter).toISOString().slice(0, 10);
  return `name ${name}\nca ${path}\nfingerprint SHA256 ${fingerprint}\nvalid until ${until}\n`;
}

function asJson({ name, path, fingerprint, notAfter }: Authority): string {
  const validUntil = new Date(notAfter).toISOString();
  return `${JSON.stringify({ name, path, fingerprint, validUntil })}\n`;
}

function contentOf(authority: Authority, format: string): Uint8Array {
  const file = certificateFiles(authority).find(({ name }) => name === `ca.${format}`);
  if (file === undefined) throw new Error(`no certificate file of format ${format}`);
  return file.content;
}

function write(out: string | undefined, content: Uint8Array): void {
  if (out === undefined) {
    process.stdout.write(content);
    return;
  }
  try {
    writeFileSync(out, content);
  } catch (cause) {
    throw new AppError('INPUT_INVALID', `writing the certificate to "${out}" failed: ${cause}`);
  }
}
