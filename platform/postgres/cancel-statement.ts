import { isIP, type Socket } from 'node:net';
import pg from 'pg';

/**
 * Asks the server to end the statement that a connection waits for, over a connection of its own
 * (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS). It is encrypted where the
 * other one is, and goes to the same address: behind another one of the same name may be another server.
 *
 * It returns when the server has passed the request on, or cannot be asked; it never throws. Only then may the connection
 * send its next statement: the request ends whichever one runs. So there is one at a time for each connection of a pool.
 *
 * @param signal gives up.
 */
export function cancelStatement(client: pg.Client, signal: AbortSignal): Promise<void> {
  const { host, port, processID, secretKey, sslNegotiation } = client as CancellableClient;
  const address = (client.connection.stream as Partial<Socket>).remoteAddress ?? host;
  const ssl = tlsOptions(client as CancellableClient);
  return new Promise((resolve) => {
    const connection = new pg.Connection({ ssl, sslNegotiation } as pg.ConnectionConfig) as CancelConnection;
    const send = () => connection.cancel(processID, secretKey);
    if (!ssl) connection.once('connect', send);
    else {
      connection.once('sslconnect', send);
      if (sslNegotiation !== 'direct') connection.once('connect', () => connection.requestSsl());
    }
    // The server closes it when it has done what it was asked.
    connection.once('end', resolve);
    connection.on('error', () => connection.stream.destroy());
    signal.addEventListener('abort', () => connection.stream.destroy(), { once: true });
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`);
    else connection.connect(port, address);
  });
}

/** The server shows a certificate for its name, and not for the address. */
function tlsOptions({ host, ssl }: CancellableClient): object | false {
  if (!ssl) return false;
  const own = ssl === true ? {} : ssl;
  // pg hides the key from whoever prints it, and so from what copies it.
  return { ...own, ...('key' in own && { key: own.key }), host, ...(!isIP(host) && { servername: host }) };
}

/** What pg's types leave out. The two numbers are the server's name for the session, and the proof that it is ours. */
type CancellableClient = Omit<pg.Client, 'ssl'> & {
  processID: number;
  secretKey: number;
  ssl: pg.ClientConfig['ssl'];
  sslNegotiation: string;
};

type CancelConnection = pg.Connection & {
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
};
