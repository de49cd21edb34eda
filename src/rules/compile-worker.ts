import { parentPort, workerData } from 'node:worker_threads';
import { type CompileTask, runTask } from './compile-task.ts';
import { lowerPriority } from './lower-priority.ts';

/*
 * The thread that compiles rules. It is given a task when it starts, answers
 * once with a block of memory, which changes hands without a copy, and ends;
 * what it needed meanwhile ends with it.
 */
const task = workerData as CompileTask;
if (!task.isAwaited) lowerPriority();
const packed = runTask(task);
parentPort?.postMessage(packed, [packed.buffer]);
