/** Reads protobuf's wire format (https://protobuf.dev/programming-guides/encoding/). All throw RangeError for what is cut off. */
export interface ByteReader {
  /** Begins with a message's bytes. @returns where it ends. */
  begin(bytes: Buffer): number;
  /** Lets the bytes go. */
  end(): void;
  /** @throws RangeError after it. */
  isBefore(end: number): boolean;
  /** Reads a length. @returns where what has it ends. */
  endOf(): number;
  /** A varint's low 32 bits, without a sign. */
  varint(): number;
  /** A signed whole number of 64 bits, in decimals. */
  long(): string;
  /** The same, without a sign. */
  unsignedLong(): string;
  double(): number;
  string(): string;
  /** Passes over the value of a field that is not known. @param tag with its number and how it is written. */
  skip(tag: number): void;
}

/** Makes a reader that takes one message after the other. Nothing that reads may wait in between. */
export function byteReader(): ByteReader {
  let bytes: Buffer = NOTHING;
  let position = 0;

  const byte = (): number => {
    const value = bytes[position++];
    if (value === undefined) throw cutOff();
    return value;
  };

  const varint = (): number => {
    let value = byte();
    if (value < 128) return value;
    value &= 127;
    for (let shift = 7; shift < 70; shift += 7) {
      const next = byte();
      if (shift < 32) value |= (next & 127) << shift;
      if (next < 128) return value >>> 0;
    }
    throw new RangeError('A number of more than ten bytes.');
  };

  // One that ends too late is seen by what it is in: `isBefore` finds itself after the end.
  const endOf = (): number => varint() + position;

  /** As a number, or as a BigInt where that would not be exact. */
  const wholeNumber = (): number | bigint => {
    const start = position;
    let value = 0;
    for (let factor = 1; factor <= 2 ** 42; factor *= 128) {
      const next = byte();
      value += (next & 127) * factor;
      if (next < 128) return value;
    }
    position = start;
    let big = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const next = byte();
      big |= BigInt(next & 127) << shift;
      if (next < 128) return big;
    }
    throw new RangeError('A number of more than ten bytes.');
  };

  const asText = (to64Bits: (bits: number, value: bigint) => bigint): string => {
    const value = wholeNumber();
    return String(typeof value === 'number' ? value : to64Bits(64, value));
  };

  const skip = (tag: number): void => {
    const kind = tag & 7;
    if (tag < 8) throw new RangeError('A field has the number 0.');
    if (kind === 0) wholeNumber();
    else if (kind === 1) position += 8;
    else if (kind === 2) position = endOf();
    else if (kind === 5) position += 4;
    else throw new RangeError(`A field is written in a way that is not used any more: ${kind}.`);
  };

  return {
    begin(message) {
      bytes = message;
      position = 0;
      return message.length;
    },
    end() {
      bytes = NOTHING;
    },
    isBefore(end) {
      if (position > end) throw cutOff();
      return position < end;
    },
    endOf,
    varint,
    long: () => asText(BigInt.asIntN),
    unsignedLong: () => asText(BigInt.asUintN),
    double() {
      if (position + 8 > bytes.length) throw cutOff();
      position += 8;
      return bytes.readDoubleLE(position - 8);
    },
    string() {
      const end = endOf();
      const start = position;
      position = end;
      if (end - start > SHORT) return bytes.toString('utf8', start, end);
      // In place of a call into Node for a few letters.
      let text = '';
      for (let index = start; index < end; index += 1) {
        const code = bytes[index] ?? 0;
        if (code > 127) return bytes.toString('utf8', start, end);
        text += String.fromCharCode(code);
      }
      return text;
    },
    skip,
  };
}

const NOTHING = Buffer.alloc(0);
const SHORT = 16;
const cutOff = () => new RangeError('A message is cut off.');
