import { parentPort, threadId, workerData } from 'node:worker_threads';

// Answers by what the text says: a desk for those who test how it is asked.
parentPort.on('message', ({ text }) => {
  if (text === 'fail') throw new Error('the desk fell over');
  if (text === 'end') process.exit(3);
  if (text === 'never') return;
  const word = text === 'who' ? threadId : text;
  parentPort.postMessage({ kind: 'refused', message: `${workerData.home} ${word}` });
});
