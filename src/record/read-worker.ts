import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../model/errors.ts';
import { isDamage } from './database.ts';
import { LogQueries } from './queries.ts';
import type { Answered, Asked } from './read-thread.ts';

/*
 * The thread that reads the log. It is given the path when it starts, opens the
 * file at the first question, and answers one after the other until it is ended.
 */
parentPort?.on('message', createAnswers(String(workerData)));

function createAnswers(path: string): (asked: Asked) => void {
  let queries: LogQueries | null = null;
  return ({ number, question, parameters }) => {
    const answer = answered(number, () => {
      queries ??= new LogQueries(path);
      return Reflect.apply(queries[question], queries, parameters);
    });
    parentPort?.postMessage(answer);
  };
}

function answered(number: number, answer: () => unknown): Answered {
  try {
    return { number, answer: answer() };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isExplained = error instanceof AppError;
    return { number, fault: { message, isExplained, isDamage: isDamage(error) } };
  }
}
