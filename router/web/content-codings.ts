import type { Transform } from 'node:stream';
import { promisify } from 'node:util';
import zlib, { type ZlibOptions } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

/** A way to write a body shorter (https://www.rfc-editor.org/rfc/rfc9110#section-8.4.1). */
interface ContentCoding {
  compress(bytes: Buffer): Promise<Buffer>;
  /** The same at once: for what takes less time than to hand it to another thread. */
  compressNow(bytes: Buffer): Buffer;
  /** Reads what was written so, a part at a time. */
  inflater(): Transform;
}

const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;

// Each at its quickest level. The next one takes twice the time, for an answer that is some hundredths shorter.
const brotli: ContentCoding = {
  compress: (bytes) => promisify(zlib.brotliCompress)(bytes, brotliOptions(bytes)),
  compressNow: (bytes) => zlib.brotliCompressSync(bytes, brotliOptions(bytes)),
  inflater: () => zlib.createBrotliDecompress(),
};
const gzip: ContentCoding = {
  compress: (bytes) => promisify<Buffer, ZlibOptions, Buffer>(zlib.gzip)(bytes, { level: 1 }),
  compressNow: (bytes) => zlib.gzipSync(bytes, { level: 1 }),
  inflater: () => zlib.createGunzip(),
};

function brotliOptions({ length }: Buffer) {
  return { params: { [BROTLI_PARAM_QUALITY]: 1, [BROTLI_PARAM_SIZE_HINT]: length } };
}

/** What Node 22.15 has, and 20 has not. */
interface Zstandard {
  zstdCompress(bytes: Buffer, options: object, done: (error: Error | null, result: Buffer) => void): void;
  zstdCompressSync(bytes: Buffer, options: object): Buffer;
  createZstdDecompress(): Transform;
  constants: { ZSTD_c_compressionLevel: number };
}

function zstandard(): [name: string, ContentCoding][] {
  const { zstdCompress, zstdCompressSync, createZstdDecompress, constants } = zlib as unknown as Partial<Zstandard>;
  if (!zstdCompress || !zstdCompressSync || !createZstdDecompress || !constants) return [];
  const options = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
  const coding: ContentCoding = {
    compress: (bytes) => promisify(zstdCompress)(bytes, options),
    compressNow: (bytes) => zstdCompressSync(bytes, options),
    inflater: () => createZstdDecompress(),
  };
  return [['zstd', coding]];
}

/** Those of this Node by their names, the best one first. */
export const CONTENT_CODINGS: ReadonlyMap<string, ContentCoding> = new Map([
  ...zstandard(),
  ['br', brotli],
  ['gzip', gzip],
]);

const NAMES = [...CONTENT_CODINGS.keys()];

/**
 * The coding of an answer, given the header `Accept-Encoding` of its request
 * (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3).
 *
 * @returns undefined for an answer as it is.
 */
export function acceptedCoding(accepted: string | string[] | undefined): string | undefined {
  if (typeof accepted !== 'string' || accepted.length > MAX_LENGTH) return undefined;
  const known = chosen.get(accepted);
  if (known !== undefined) return known === IDENTITY ? undefined : known;
  const headers = { 'accept-encoding': accepted };
  const negotiator: Preferring = new Negotiator({ headers });
  const [best = IDENTITY] = negotiator.encodings([...NAMES, IDENTITY], { preferred: NAMES });
  chosen.set(accepted, best);
  return best === IDENTITY ? undefined : best;
}

/** What its types do not know of it. */
interface Preferring {
  /** @param options.preferred decides among those that the client likes equally. */
  encodings(available: string[], options: { preferred: string[] }): string[];
}

const IDENTITY = 'identity';

/** Clients have few of them between them. */
const chosen = new LRUCache<string, string>({ max: 100 });

/** In characters: more than any browser sends. */
const MAX_LENGTH = 256;
