/** google.protobuf.Timestamp as the loader reads and writes it. */
export interface Timestamp {
  seconds: number | string;
  nanos: number;
}

export function toTimestamp(date: Date): Timestamp {
  const ms = date.getTime();
  return { seconds: Math.floor(ms / 1_000), nanos: (((ms % 1_000) + 1_000) % 1_000) * 1_000_000 };
}

/** @throws TypeError for an absent timestamp, which the contract does not allow where this is used. */
export function fromTimestamp(timestamp: Timestamp | null): Date {
  if (!timestamp) throw new TypeError('A timestamp is missing.');
  return new Date(Number(timestamp.seconds) * 1_000 + timestamp.nanos / 1_000_000);
}
