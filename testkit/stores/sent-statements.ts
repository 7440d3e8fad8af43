import pg from 'pg';

/** What some work sent to PostgreSQL, and what came back. */
export interface SentStatements {
  /** Their texts, in the order in which they were sent. */
  texts: string[];
  /** Of all rows that came back, about: in UTF-16 units, written as JSON. */
  rowSize: number;
}

/** Listens to every PostgreSQL connection of this process while some work is done. One piece of work at a time. */
export async function sentStatements(work: () => Promise<unknown>): Promise<SentStatements> {
  const sent: SentStatements = { texts: [], rowSize: 0 };
  const { query } = pg.Client.prototype;
  pg.Client.prototype.query = function listened(this: pg.Client, ...args: unknown[]) {
    const [statement] = args as [string | { text: string }];
    sent.texts.push(typeof statement === 'string' ? statement : statement.text);
    const answer: unknown = Reflect.apply(query, this, args);
    if (!(answer instanceof Promise)) return answer;
    return answer.then((result: { rows?: unknown[] }) => {
      sent.rowSize += sizeOf(result.rows);
      return result;
    });
  } as typeof query;
  try {
    await work();
    return sent;
  } finally {
    pg.Client.prototype.query = query;
  }
}

function sizeOf(rows: unknown[] = []): number {
  return JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)).length;
}
