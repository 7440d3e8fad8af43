import { runProcess } from '../../process/run-process.ts';

// A process in which something fails that nobody waits for, and which then goes on.
await runProcess('forgetful', async () => {
  void Promise.reject(new Error('forgotten'));
  setTimeout(() => console.log('went on'), 10);
  const alive = setInterval(() => {}, 1_000);
  return { stop: async () => clearInterval(alive) };
});
