import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';

/** Whether a process has all the CPU that it can use, about as much, or less. */
export type CpuSupply = 'spare' | 'enough' | 'short';

/**
 * Watches the CPU in two ways. The machine's CPUs tell when other processes leave none: a process that mostly waits hardly
 * notices it itself, because the system lets such a process run first. Its own event loop tells when the process has more
 * to do than one CPU can, or a container's share ends before the machine does
 * (https://nodejs.org/docs/latest-v20.x/api/perf_hooks.html#performanceeventlooputilizationutilization1-utilization2).
 *
 * @returns what tells how much there was since it was asked last.
 */
export function watchCpu(): () => CpuSupply {
  let machineBefore = timesOfMachine();
  let loopBefore = performance.eventLoopUtilization();
  return () => {
    const [machine, loop] = [timesOfMachine(), performance.eventLoopUtilization()];
    const total = machine.total - machineBefore.total;
    // A system that tells nothing of its CPUs counts as idle.
    const busy = total > 0 ? 1 - (machine.idle - machineBefore.idle) / total : 0;
    const used = Math.max(busy, performance.eventLoopUtilization(loop, loopBefore).utilization);
    [machineBefore, loopBefore] = [machine, loop];
    if (used > SHORT_FROM) return 'short';
    return used < SPARE_UNTIL ? 'spare' : 'enough';
  };
}

/** Beyond this share, work waits for a CPU more often than not. */
const SHORT_FROM = 0.9;
/** Below it, work hardly ever waits for one. */
const SPARE_UNTIL = 0.75;

/** What all CPUs have done since the machine started, in milliseconds of one. */
function timesOfMachine(): { idle: number; total: number } {
  let [idle, total] = [0, 0];
  for (const { times } of cpus()) {
    idle += times.idle;
    total += times.user + times.nice + times.sys + times.irq + times.idle;
  }
  return { idle, total };
}
