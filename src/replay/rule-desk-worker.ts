import { parentPort, workerData } from 'node:worker_threads';
import { lowerPriority } from '../rules/lower-priority.ts';
import { createDesk, type DeskTask } from './rule-desk.ts';

/*
 * The thread that answers questions about rule files, one at a time: it is
 * given a task, answers it, and waits for the next until it is ended.
 */
lowerPriority();
const desk = createDesk((workerData as { readonly home: string }).home);
parentPort?.on('message', (task: DeskTask) => {
  // A fault ends the thread, which is how who asked hears of it.
  void desk(task).then((answer) => parentPort?.postMessage(answer));
});
