import { writeFileSync } from 'node:fs';
import { openAuthority } from '../certs/authority.ts';
import { certificateFiles, type PublicCertificate } from '../certs/formats.ts';
import { cancelRotation, finishRotation, prepareNext, readNext } from '../certs/rotation.ts';
import { type Home, homeAt, prepareHome } from '../home.ts';
import { AppError } from '../model/errors.ts';
import type { AddCommand } from './command.ts';

/** `eyelid ca show|export|rotate`: the certificate that devices are asked to trust. */
export const addCa: AddCommand = (parser) =>
  parser.command(
    'ca [action]',
    'Shows the certificate of your authority, writes it in the form a device wants, or makes a new one.',
    (yargs) =>
      yargs
        .positional('action', { choices: ['show', 'export', 'rotate'] as const, default: 'show' })
        .option('format', {
          choices: ['pem', 'crt', 'mobileconfig'],
          default: 'pem',
          describe: 'pem: Linux, Firefox; crt: Android, Windows; mobileconfig: Apple.',
        })
        .option('out', {
          type: 'string',
          describe: 'The file to write; standard output if absent.',
        })
        .option('next', {
          type: 'boolean',
          default: false,
          describe: 'export: the certificate that is to follow.',
        })
        .option('finish', {
          type: 'boolean',
          describe: 'rotate: puts the new one in force, once the devices trust it.',
        })
        .option('cancel', {
          type: 'boolean',
          describe: 'rotate: deletes the new one.',
        })
        .conflicts('finish', 'cancel')
        .option('json', { type: 'boolean', default: false, describe: 'Show as JSON.' }),
    (args) => {
      const home = homeAt(args.home);
      prepareHome(home);
      if (args.action === 'rotate') rotate(home, args);
      else if (args.action === 'export') exportTo(args.out, home, args);
      else show(home, args.json);
    },
  );

/** What is shown of a certificate. */
interface Shown extends PublicCertificate {
  readonly notAfter: number;
}

function show({ certs }: Home, json: boolean): void {
  const authority = openAuthority(certs, Date.now);
  const next = readNext(certs);
  if (json) {
    const waits = next === null ? null : facts(next);
    print(JSON.stringify({ ...facts(authority), path: authority.path, next: waits }));
    return;
  }
  print(`name ${authority.name}\nca ${authority.path}\n${text(authority)}`);
  if (next !== null) print(`next ${next.name}\n${text(next)}`);
}

function facts({ name, fingerprint, notAfter }: Shown) {
  return { name, fingerprint, validUntil: new Date(notAfter).toISOString() };
}

function text({ fingerprint, notAfter }: Shown): string {
  const until = new Date(notAfter).toISOString().slice(0, 10);
  return `fingerprint SHA256 ${fingerprint}\nvalid until ${until}`;
}

function rotate({ certs }: Home, args: Pick<Arguments, 'finish' | 'cancel' | 'json'>): void {
  if (args.cancel === true) {
    cancelRotation(certs);
    print(args.json ? '{"state":"cancelled"}' : 'The new authority is deleted.');
    return;
  }
  if (args.finish === true) {
    const authority = finishRotation(certs, Date.now);
    const say = `In force from the next start on: restart Eyelid.\nname ${authority.name}\n${text(authority)}`;
    print(args.json ? JSON.stringify({ state: 'finished', ...facts(authority) }) : say);
    return;
  }
  const { next, made } = prepareNext(certs, Date.now);
  const head = made ? 'A new authority was made' : 'The new authority waits';
  const say = `${head}; the old one stays in force. Let all devices trust the new certificate (the page offers it, \`ca export --next\` writes it), then run \`ca rotate --finish\`.\nnext ${next.name}\n${text(next)}`;
  print(args.json ? JSON.stringify({ state: 'waiting', made, ...facts(next) }) : say);
}

interface Arguments {
  readonly finish: boolean | undefined;
  readonly cancel: boolean | undefined;
  readonly json: boolean;
  readonly next: boolean;
  readonly format: string;
}

function exportTo(
  out: string | undefined,
  { certs }: Home,
  args: Pick<Arguments, 'next' | 'format'>,
): void {
  const certificate = args.next ? readNext(certs) : openAuthority(certs, Date.now);
  if (certificate === null) {
    throw new AppError(
      'INPUT_INVALID',
      'writing the next certificate: no new authority was made; `eyelid ca rotate` makes it',
    );
  }
  const file = certificateFiles(certificate).find(({ name }) => name === `ca.${args.format}`);
  if (file === undefined) throw new Error(`no certificate file of format ${args.format}`);
  write(out, file.content);
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

const print = (line: string): void => void process.stdout.write(`${line}\n`);
