import type { Socket } from 'node:net';

/**
 * Passes on what either connection says to the other. When one fails, the other is cut.
 *
 * @param open has both as long as they are open.
 */
export function forward(near: Socket, far: Socket, open: Set<Socket>): void {
  for (const [from, to] of [
    [near, far],
    [far, near],
  ] as const) {
    open.add(from);
    from.on('error', () => to.destroy());
    from.on('close', () => open.delete(from));
    from.pipe(to);
  }
}
