import cliProgress from 'cli-progress';

export interface StepDisplay {
  show: (progress: { step: string; done: number; total: number }) => void;
  /** Leaves what is on the screen and goes to the next line, so that another message can follow. */
  stop: () => void;
}

/** Shows how far a command is: as a bar on a terminal, otherwise as a line for each tenth of a step. */
export function showSteps(stream: NodeJS.WritableStream & { isTTY?: boolean }): StepDisplay {
  let shown = '';
  if (!stream.isTTY) {
    return {
      show({ step, done, total }) {
        const line = `${step}: ${total === 0 ? 100 : Math.floor((10 * done) / total) * 10}%`;
        if (line !== shown) stream.write(`${line}\n`);
        shown = line;
      },
      stop: () => {},
    };
  }
  const bar = new cliProgress.SingleBar({ stream, format: '[{bar}] {value}/{total} {step}' }, cliProgress.Presets.rect);
  return {
    show({ step, done, total }) {
      if (step !== shown && bar.isActive) bar.stop();
      shown = step;
      if (!bar.isActive) bar.start(total, done, { step });
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => bar.isActive && bar.stop(),
  };
}
