import { callContext } from '@commerce/platform/call-context';

/**
 * Reads a body, and counts it for the running request while it comes: of one that is too large the rest is not read.
 *
 * @throws DomainError ResourceExhausted when the request or the process holds too much; what the body fails with.
 */
export async function readText(body: AsyncIterable<Buffer>): Promise<string> {
  const bytes = callContext.getStore()?.bytes;
  const chunks: Buffer[] = [];
  // What leaves the loop ends the connection.
  for await (const chunk of body) {
    bytes?.hold(chunk.length);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
