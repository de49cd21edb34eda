import { createRegistrableDomain } from '../classify/registrable-domain.ts';
import { loadConfig } from '../config/load.ts';
import { type Home, homeAt, prepareHome } from '../home.ts';
import { type HomeRules, readHome, withNamed } from '../home-rules.ts';
import { AppError } from '../model/errors.ts';
import type { Hostname } from '../model/terms.ts';
import type { Finding, Severity } from '../rules/lint/finding.ts';
import { type LintReport, lintFiles } from '../rules/lint/lint.ts';
import { PERSONAL_LIST } from '../rules/rule-file.ts';
import { runInSlices } from '../rules/slices.ts';
import type { AddCommand } from './command.ts';
import { printable } from './printable.ts';
import { readNamed, warn } from './rule-files.ts';

const NOTHING: HomeRules = { files: [], own: new Set() };

/**
 * `eyelid check`: what is wrong in rule files. Exit status 1 where a line of the
 * person's own files, or of the named ones, is not in force.
 */
export const addCheck: AddCommand = (parser) =>
  parser.command(
    'check [files..]',
    'Says what is wrong in rule files, with file and line; in all that are in force if none is named.',
    (yargs) =>
      yargs
        .positional('files', {
          type: 'string',
          array: true,
          describe:
            'Files to check, wherever they lie. They are compared with the rules in force; one that is called as a file of the home stands for it.',
        })
        .option('alone', {
          type: 'boolean',
          default: false,
          describe: 'Compare the named files with each other only.',
        })
        .option('all', {
          type: 'boolean',
          default: false,
          describe:
            'Also remarks on files that are not named, and lines that a proxy cannot carry out.',
        })
        .option('replay', {
          type: 'string',
          describe:
            'What the named files would have changed in the last `12h`, `7d`, as far as the log tells.',
        })
        .option('json', {
          type: 'boolean',
          default: false,
          describe: 'One JSON object a finding; with --replay one object in all.',
        }),
    async ({ home: path, files = [], all, alone, json, replay }) => {
      const home = homeAt(path);
      prepareHome(home);
      const named = readNamed(files);
      const { files: inForce, own } = alone ? NOTHING : await readHome(home, warn);
      const registrableDomain = createRegistrableDomain();
      const report = await runInSlices(
        lintFiles(withNamed(inForce, named), {
          domainOf: (host) => registrableDomain(host as Hostname),
          now: Date.now(),
          groups: alone ? undefined : groupsOf(home),
          ineffective: all,
        }),
      );
      const asked = new Set(named.map(({ list }) => list));
      const isAsked = ({ list }: { readonly list: string }) => asked.size === 0 || asked.has(list);
      const findings = report.findings.filter(isAsked);
      const lists = report.lists.filter(isAsked);
      const shown = findings.filter((one) => all || isShown(one, asked));
      if (replay === undefined || !json) print({ findings: shown, lists }, findings, json);
      if (replay !== undefined) {
        const { printReplay } = await import('./replay.ts');
        await printReplay({ home, named, inForce, since: replay, json, registrableDomain });
      }
      // What somebody else wrote is not the person's to mend.
      const errors = countOf(
        findings.filter(({ list }) => asked.has(list) || own.has(list)),
        'error',
      );
      if (errors > 0) {
        const message = `checking the rules: ${errors} of the lines are not in force`;
        throw new AppError('INPUT_INVALID', message);
      }
    },
  );

function groupsOf(home: Home): readonly string[] {
  return Object.keys(loadConfig(home.path).groups).map((name) => name.toLowerCase());
}

/** Remarks are for who wrote the line; of public lists there are thousands. */
function isShown({ severity, list }: Finding, asked: ReadonlySet<string>): boolean {
  if (severity === 'remark') return asked.has(list) || list === PERSONAL_LIST;
  return severity !== 'ineffective';
}

function print(shown: LintReport, findings: readonly Finding[], json: boolean): void {
  const lines = json
    ? shown.findings.map((one) => JSON.stringify(one))
    : [...shown.findings.map(sentence), ...shown.lists.map((one) => summary(one, findings))];
  if (lines.length > 0) process.stdout.write(`${printable(lines.join('\n'))}\n`);
}

/** As compilers write it, so that editors find the place. */
function sentence({ list, line, severity, text, reason }: Finding): string {
  const quoted = text === '' ? '' : `"${text}": `;
  return `${list}:${line}: ${severity}: ${quoted}${reason}`;
}

function summary(
  { list, rules, ineffective, off }: LintReport['lists'][number],
  findings: readonly Finding[],
): string {
  const own = findings.filter((finding) => finding.list === list);
  const counts = (['warning', 'remark'] as const).flatMap((severity) => {
    const count = countOf(own, severity);
    return count === 0 ? [] : [`, ${counted(count, severity)}`];
  });
  const more = ineffective === 0 ? '' : `, ${ineffective} that a proxy cannot carry out`;
  const errors = counted(countOf(own, 'error'), 'error');
  const isOff = off > 0 && rules === 0 ? 'switched off, ' : '';
  const asleep = off === 0 ? '' : `, ${counted(off, 'signature')} switched off`;
  return `${list}: ${isOff}${counted(rules, 'rule')}, ${errors}${counts.join('')}${asleep}${more}`;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
