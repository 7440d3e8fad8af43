import cliProgress from 'cli-progress';

/** Such as `process.stderr`. */
export type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean };

/** How far a step of some work is. */
export interface Progress {
  step: string;
  done: number;
  total: number;
}

/**
 * Shows how far some work is: as a bar on a terminal, otherwise as lines.
 *
 * @param lineOf gives the line for a progress, or nothing; the same line is not written again.
 */
export function showProgress(stream: ProgressStream, lineOf: (progress: Progress) => string | undefined) {
  let shown: string | undefined;
  if (!stream.isTTY) {
    return {
      show(progress: Progress) {
        const line = lineOf(progress);
        if (line !== undefined && line !== shown) stream.write(`${line}\n`);
        shown = line;
      },
      stop() {},
    };
  }
  const bar = new cliProgress.SingleBar({ stream, format: '{step} [{bar}] {value}/{total}' }, cliProgress.Presets.rect);
  return {
    show({ step, done, total }: Progress) {
      if (step !== shown && bar.isActive) bar.stop();
      shown = step;
      if (!bar.isActive) bar.start(total, done, { step });
      bar.setTotal(total);
      bar.update(done);
    },
    /** Leaves what is on the screen and goes to the next line, so that another message can follow. */
    stop: () => bar.isActive && bar.stop(),
  };
}
