import { Worker } from 'node:worker_threads';
import { AppError } from '../model/errors.ts';
import type { Desk, DeskAnswer, DeskTask } from './rule-desk.ts';

export interface RuleDeskThreadOptions {
  /** The built worker; null where there is none, as in sources. */
  readonly worker: URL | null;
  /** The path of the home. */
  readonly home: string;
  /** Answers here where there is no worker. */
  readonly fallback: () => Promise<Desk>;
  /** A newer question ends the one that is being answered; otherwise it waits its turn. */
  readonly newestWins: boolean;
  /** How long an answer may take, and how long a thread with nothing to do is kept; milliseconds. */
  readonly limit: number;
  readonly idle: number;
}

/** The worker beside this file in the built program; null in sources, which Node 20 cannot run in a thread. */
export function builtDesk(): URL | null {
  return import.meta.url.endsWith('.js') ? new URL('rule-desk-worker.js', import.meta.url) : null;
}

/** More questions than a household types at a time. */
const MAX_WAITING = 8;

interface Question {
  readonly task: DeskTask;
  readonly resolve: (answer: DeskAnswer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Asks a desk in a thread, which is made when it is needed and ended when it
 * is not. A question that takes too long is ended with its thread.
 */
export class RuleDeskThread {
  readonly #options: RuleDeskThreadOptions;
  readonly #waiting: Question[] = [];
  #worker: Worker | null = null;
  #current: Question | null = null;
  #timer: NodeJS.Timeout | null = null;
  #desk: Promise<Desk> | null = null;
  #closed = false;

  constructor(options: RuleDeskThreadOptions) {
    this.#options = options;
  }

  /**
   * Rejects with an AppError where another question took its place, too many
   * wait, or it takes too long; with the fault itself where there is one.
   */
  ask(task: DeskTask): Promise<DeskAnswer> {
    if (this.#closed) return Promise.reject(refused('the program is being stopped'));
    if (this.#options.worker === null) return this.#here(task);
    return new Promise((resolve, reject) => {
      if (this.#options.newestWins) this.#giveUp('it was asked again meanwhile');
      if (this.#waiting.length >= MAX_WAITING) {
        reject(refused('too many questions wait'));
        return;
      }
      this.#waiting.push({ task, resolve, reject });
      this.#next();
    });
  }

  /** Ends what is being answered. */
  close(): void {
    this.#closed = true;
    this.#giveUp('the program is being stopped');
    for (const { reject } of this.#waiting.splice(0)) {
      reject(refused('the program is being stopped'));
    }
    this.#end();
  }

  async #here(task: DeskTask): Promise<DeskAnswer> {
    this.#desk ??= this.#options.fallback();
    return (await this.#desk)(task);
  }

  #next(): void {
    if (this.#current !== null) return;
    const question = this.#waiting.shift();
    if (question === undefined) {
      this.#after(this.#options.idle, () => this.#end());
      return;
    }
    this.#current = question;
    this.#after(this.#options.limit, () => {
      this.#giveUp('it took too long');
      this.#next();
    });
    this.#worker ??= this.#open();
    this.#worker.postMessage(question.task);
  }

  #open(): Worker {
    const { worker: url, home } = this.#options;
    const worker = new Worker(url as URL, { workerData: { home }, name: 'rule-desk' });
    worker.unref();
    worker.on('message', (answer: DeskAnswer) => {
      if (this.#worker !== worker) return;
      this.#take()?.resolve(answer);
      this.#next();
    });
    const failed = (error: unknown): void => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#take()?.reject(error instanceof Error ? error : new Error(String(error)));
      this.#next();
    };
    worker.on('error', failed);
    worker.on('messageerror', failed);
    worker.on('exit', (status) => failed(`the thread ended with status ${status} and no answer`));
    return worker;
  }

  #take(): Question | null {
    const question = this.#current;
    this.#current = null;
    return question;
  }

  /** What is being answered is answered no more, and its thread ends. */
  #giveUp(reason: string): void {
    const question = this.#take();
    if (question === null) return;
    question.reject(refused(reason));
    this.#end();
  }

  #end(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const worker = this.#worker;
    this.#worker = null;
    void worker?.terminate();
  }

  #after(ms: number, act: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(act, ms).unref();
  }
}

function refused(reason: string): AppError {
  return new AppError('INPUT_INVALID', `looking at the rules: ${reason}`);
}
