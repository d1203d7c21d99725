import pg from "pg";
import type { ClientConfig } from "pg";

/** Asks the server, over a connection of its own, to stop what the backend is doing. Never throws. */
export function sendCancel(config: ClientConfig, processID: number, secretKey: number): Promise<void> {
  return new Promise((resolve) => {
    const ssl = config.ssl ?? false;
    const connection = new pg.Connection({ ssl });
    const done = () => {
      clearTimeout(timer);
      connection.stream.destroy();
      resolve();
    };
    const timer = setTimeout(done, 5_000);
    const cancel = () => void (connection as unknown as Cancelling).cancel(processID, secretKey);
    connection.on("connect", () => {
      if (ssl) (connection as unknown as Cancelling).requestSsl();
      else cancel();
    });
    connection.on("sslconnect", cancel);
    connection.on("error", done);
    connection.on("end", done);
    const { host = "localhost", port = 5432 } = config;
    const wire = connection as unknown as Cancelling;
    if (host.startsWith("/")) wire.connect(`${host}/.s.PGSQL.${port}`);
    else wire.connect(port, host);
  });
}

/** What pg's Connection has beyond its published types. */
interface Cancelling {
  connect(portOrPath: number | string, host?: string): void;
  requestSsl(): void;
  cancel(processID: number, secretKey: number): void;
}
