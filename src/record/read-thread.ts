import { Worker } from 'node:worker_threads';
import { AppError } from '../model/errors.ts';
import type { LogReader } from '../model/log.ts';
import { createLoopTurns } from '../model/loop-turns.ts';

export type Question = keyof LogReader;

/** What the thread is asked. */
export interface Asked {
  readonly number: number;
  readonly question: Question;
  readonly parameters: readonly unknown[];
}

/** What it says. */
export interface Answered {
  readonly number: number;
  readonly answer?: unknown;
  readonly fault?: Fault;
}

export interface Fault {
  readonly message: string;
  /** The message is for a person as it is. */
  readonly isExplained: boolean;
  /** The file itself is bad. */
  readonly isDamage: boolean;
}

export interface ReadThreadOptions {
  /** The built read-worker. */
  readonly worker: URL;
  /** Of the log. */
  readonly path: string;
  /** Told in a sentence of the first of a spell of faults. */
  readonly warn: (message: string) => void;
  /** Told that the file is bad. */
  readonly damaged: () => void;
  /** How long a thread without a question is kept, in milliseconds. */
  readonly idle?: number;
  /** After how many milliseconds a question is given up. */
  readonly patience?: number;
}

interface Waiting extends Asked {
  /** The thread died of it, or of another, once. */
  triedAgain: boolean;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

const IDLE_MS = 120_000;
const PATIENCE_MS = 30_000;
/** More do not wait: whoever asks so much is told so at once. */
const MAX_WAITING = 200;

/**
 * One thread that reads the log, begun at the first question and ended when none
 * came for a while. A thread that dies is begun once more and asked again what
 * it did not answer. Questions are answered in turn, and each answer has a turn
 * of the event loop for what is made of it; what cannot be answered is rejected
 * with an AppError.
 */
export class ReadThread {
  readonly #options: ReadThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  /** Node hands over all that a thread sends for as long as it sends, before anything else. */
  readonly #turn = createLoopTurns();
  #worker: Worker | null = null;
  #timer: NodeJS.Timeout | null = null;
  #numbers = 0;
  #failing = false;
  #closed = false;

  constructor(options: ReadThreadOptions) {
    this.#options = options;
  }

  ask(question: Question, parameters: readonly unknown[]): Promise<unknown> {
    if (this.#closed) return Promise.reject(unreadable('it is being stopped'));
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(unreadable('too many questions wait for their answers'));
    }
    this.#numbers += 1;
    const number = this.#numbers;
    return new Promise((resolve, reject) => {
      const asked = { number, question, parameters, triedAgain: false, resolve, reject };
      this.#waiting.set(number, asked);
      this.#send(asked);
      if (this.#waiting.size === 1) this.#watch();
    });
  }

  /** Ends the thread; what waits is rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#stopWatching();
    this.#rejectAll(unreadable('it is being stopped'));
    await this.#end();
  }

  #send({ number, question, parameters }: Asked): void {
    try {
      this.#worker ??= this.#begin();
      this.#worker.postMessage({ number, question, parameters } satisfies Asked);
    } catch (error) {
      this.#fail(number, { message: String(error), isExplained: false, isDamage: false });
    }
  }

  #begin(): Worker {
    const { worker: url, path } = this.#options;
    const worker = new Worker(url, { workerData: path, name: 'log' });
    worker.unref();
    worker.on('message', (answered: Answered) => this.#settle(answered));
    worker.on('error', (error) => this.#died(worker, String(error)));
    worker.on('exit', (status) => this.#died(worker, `the thread ended with status ${status}`));
    return worker;
  }

  #settle({ number, answer, fault }: Answered): void {
    if (fault !== undefined) this.#fail(number, fault);
    else {
      this.#failing = false;
      const asked = this.#waiting.get(number);
      this.#waiting.delete(number);
      void this.#turn().then(() => asked?.resolve(answer));
    }
    this.#watch();
  }

  #fail(number: number, { message, isExplained, isDamage }: Fault): void {
    if (isDamage) this.#options.damaged();
    if (!this.#failing) this.#options.warn(isExplained ? message : `reading the log: ${message}`);
    this.#failing = true;
    const error = isExplained
      ? new AppError('LOG_UNUSABLE', message)
      : unreadable(message, isDamage);
    this.#waiting.get(number)?.reject(error);
    this.#waiting.delete(number);
  }

  #died(worker: Worker, why: string): void {
    // An error is followed by the exit, and one that was ended is another's.
    if (this.#worker !== worker) return;
    this.#worker = null;
    const again = [...this.#waiting.values()];
    for (const asked of again) {
      if (asked.triedAgain) {
        this.#fail(asked.number, { message: why, isExplained: false, isDamage: false });
      } else {
        asked.triedAgain = true;
        this.#send(asked);
      }
    }
    this.#watch();
  }

  /** Gives a question that takes too long up, and a thread that nobody asks. */
  #watch(): void {
    this.#stopWatching();
    const { idle = IDLE_MS, patience = PATIENCE_MS } = this.#options;
    const isIdle = this.#waiting.size === 0;
    const act = () => (isIdle ? void this.#end() : this.#giveUp());
    this.#timer = setTimeout(act, isIdle ? idle : patience).unref();
  }

  #stopWatching(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #giveUp(): void {
    const [longest, ...others] = this.#waiting.values();
    void this.#end();
    if (longest === undefined) return;
    const message = `no answer to "${longest.question}" came in time`;
    this.#fail(longest.number, { message, isExplained: false, isDamage: false });
    for (const asked of others) this.#send(asked);
    this.#watch();
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #rejectAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}

function unreadable(why: string, isDamage = false): AppError {
  const consequence = isDamage ? '; it will be set aside at the next start' : '';
  return new AppError('LOG_UNUSABLE', `reading the log: ${why}${consequence}`);
}
