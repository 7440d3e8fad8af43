import cliProgress from 'cli-progress';
import type { SeedProgress } from './seed-shop.ts';

/** Such as `process.stderr`. */
export type ProgressStream = NodeJS.WritableStream & { isTTY?: boolean };

export interface ProgressDisplay {
  show: (progress: SeedProgress) => void;
  /** Leaves what is on the screen and goes to the next line, so that another message can follow. */
  stop: () => void;
}

/** Shows the progress of seeding: as a bar on a terminal, otherwise as a line for each kind of thing that is done. */
export function showProgress(stream: ProgressStream): ProgressDisplay {
  if (!stream.isTTY) {
    return {
      show: ({ what, done, total }) => void (done === total && stream.write(`${done} ${what}s are there\n`)),
      stop: () => {},
    };
  }
  const bar = new cliProgress.SingleBar({ stream, format: '{what} [{bar}] {value}/{total}' }, cliProgress.Presets.rect);
  return {
    show({ what, done, total }) {
      if (!bar.isActive) bar.start(total, 0, { what: `${what}s`.padEnd('products'.length) });
      bar.update(done);
      if (done === total) bar.stop();
    },
    stop: () => bar.isActive && bar.stop(),
  };
}
