import { createRegistrableDomain } from '../classify/registrable-domain.ts';
import { homeAt, prepareHome } from '../home.ts';
import { AppError } from '../model/errors.ts';
import type { RuleListInfo, RuleProblem } from '../model/rule.ts';
import type { AddCommand } from './command.ts';
import { loadRules } from './rule-files.ts';

/** `eyelid check`: what is wrong in rule files. Exit status 1 where a line is not in force. */
export const addCheck: AddCommand = (parser) =>
  parser.command(
    'check [files..]',
    'Says what is wrong in rule files, with file and line; all of rules/ if none is named.',
    (yargs) =>
      yargs
        .positional('files', { type: 'string', array: true })
        .option('all', {
          type: 'boolean',
          default: false,
          describe: 'Also lines that are right but that a proxy cannot carry out.',
        })
        .option('json', {
          type: 'boolean',
          default: false,
          describe: 'One JSON object a problem.',
        }),
    async ({ home: path, files, all, json }) => {
      const home = homeAt(path);
      prepareHome(home);
      const { lists } = await loadRules(home.rules, files, createRegistrableDomain());
      const problems = lists.flatMap((info) => info.problems);
      const errors = problems.filter(({ severity }) => severity === 'error');
      const shown = all ? problems : errors;
      const lines = json ? shown.map((one) => JSON.stringify(one)) : shown.map(sentence);
      if (!json) lines.push(...lists.map(summary));
      if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
      if (errors.length > 0) {
        const where = `${errors.length} of the lines are not in force`;
        throw new AppError('INPUT_INVALID', `checking the rules: ${where}`);
      }
    },
  );

function sentence({ list, line, text, reason }: RuleProblem): string {
  return `${list}:${line}: ${reason}${text === '' ? '' : ` in "${text}"`}`;
}

function summary({ list, rules, problems }: RuleListInfo): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const ineffective = problems.length - errors;
  const more = ineffective === 0 ? '' : `, ${ineffective} that a proxy cannot carry out`;
  return `${list}: ${rules} rules, ${errors} errors${more}`;
}
