import type { Socket } from 'node:net';

/**
 * Cuts what comes over a connection into PostgreSQL's messages
 * (https://www.postgresql.org/docs/current/protocol-overview.html#PROTOCOL-MESSAGE-CONCEPTS), all but a first one without a type.
 */
export function framesIn(socket: Socket, onFrame: (type: string, frame: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length > rest.readInt32BE(1)) {
      const length = 1 + rest.readInt32BE(1);
      const frame = rest.subarray(0, length);
      rest = rest.subarray(length);
      onFrame(String.fromCharCode(frame[0] ?? 0), frame);
    }
  });
}
