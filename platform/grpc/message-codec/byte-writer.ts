/** Writes protobuf's wire format into one buffer (https://protobuf.dev/programming-guides/encoding/). */
export interface ByteWriter {
  /** A whole number of up to 32 bits, without a sign, such as a tag or a length. */
  varint(value: number): void;
  /** A whole number of 64 bits, signed. @throws RangeError or SyntaxError for what is none. */
  long(value: string | number | bigint): void;
  unsignedLong(value: string | number | bigint): void;
  double(value: number): void;
  string(text: string): void;
  /** Begins what its own length stands before. @returns what `close` takes. */
  open(): number;
  close(start: number): void;
  /** All that was written since the last time, as bytes of their own. */
  take(): Buffer;
}

/**
 * Makes a writer that keeps its buffer from message to message: to make one for each, or a list of what is to be written first,
 * as protobufjs does, takes longer than the writing. Nothing that writes may wait in between.
 */
export function byteWriter(): ByteWriter {
  let buffer = Buffer.allocUnsafeSlow(KEPT_BYTES);
  let position = 0;

  const reserve = (bytes: number) => {
    if (position + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * buffer.length, position + bytes));
    buffer.copy(larger, 0, 0, position);
    buffer = larger;
  };

  const varint = (value: number) => {
    reserve(MAX_VARINT_BYTES);
    while (value > 127) {
      buffer[position++] = (value & 127) | 128;
      value >>>= 7;
    }
    buffer[position++] = value;
  };

  return {
    varint,
    long: (value) => wholeNumber(value, BigInt.asIntN),
    unsignedLong: (value) => wholeNumber(value, BigInt.asUintN),
    double(value) {
      reserve(8);
      position = buffer.writeDoubleLE(value, position);
    },
    string(text) {
      if (text.length > SHORT || !writeShort(text)) {
        const bytes = Buffer.byteLength(text);
        varint(bytes);
        reserve(bytes);
        position += buffer.write(text, position);
      }
    },
    open() {
      reserve(1);
      return position++;
    },
    close(start) {
      const length = position - start - 1;
      if (length > 127) {
        // One byte was left for the length: what came after it moves.
        const more = length < 1 << 14 ? 1 : length < 1 << 21 ? 2 : length < 1 << 28 ? 3 : 4;
        reserve(more);
        buffer.copyWithin(start + 1 + more, start + 1, position);
        const end = position + more;
        position = start;
        varint(length);
        position = end;
      } else buffer[start] = length;
    },
    take() {
      const bytes = Buffer.copyBytesFrom(buffer, 0, position);
      position = 0;
      // One large message must not hold its memory for ever.
      if (buffer.length > KEPT_BYTES) buffer = Buffer.allocUnsafeSlow(KEPT_BYTES);
      return bytes;
    },
  };

  function wholeNumber(value: string | number | bigint, to64Bits: (bits: number, value: bigint) => bigint) {
    let rest = Number(value);
    if (rest < 0 || !Number.isSafeInteger(rest)) return bigNumber(BigInt(value), to64Bits);
    reserve(MAX_VARINT_BYTES);
    while (rest > 127) {
      buffer[position++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    buffer[position++] = rest;
  }

  function bigNumber(value: bigint, to64Bits: (bits: number, value: bigint) => bigint) {
    if (to64Bits(64, value) !== value) throw new RangeError(`${value} does not fit into 64 bits.`);
    reserve(MAX_VARINT_BYTES);
    let rest = BigInt.asUintN(64, value);
    while (rest > 127n) {
      buffer[position++] = Number(rest & 127n) | 128;
      rest >>= 7n;
    }
    buffer[position++] = Number(rest);
  }

  /** In place of a call into Node for a few letters. @returns false, and nothing is written, for what is not ASCII. */
  function writeShort(text: string): boolean {
    reserve(SHORT + 1);
    let end = position + 1;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      buffer[end++] = code;
    }
    buffer[position] = text.length;
    position = end;
    return true;
  }
}

const KEPT_BYTES = 256 * 1024;
const MAX_VARINT_BYTES = 10;
/** Of these many letters the length is one byte. */
const SHORT = 50;
