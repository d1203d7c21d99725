import pg from "pg";
import type { ClientConfig } from "pg";
import { connectFailure } from "./connect-failure.js";
import { tookOptions } from "../session-settings.js";
import { clientConfig, labelOf, withSettings, type ServerTarget } from "./server-config.js";

export interface Opened {
  readonly client: pg.Client;
  /** Whether the connection started with the settings that codecs rely on: else they have to be set. */
  readonly settled: boolean;
  readonly config: ClientConfig;
  readonly label: string;
}

/** A connection made by pg: address, TLS, authentication. Throws `ConnectionFailed`. */
export async function openClient(target: ServerTarget): Promise<Opened> {
  const config = clientConfig(target);
  const label = labelOf(target.url);
  try {
    if (target.pooled) return { client: await connected(config), settled: false, config, label };
    try {
      const reported = new Map<string, string>();
      const client = await connected(withSettings(config, target), reported);
      return { client, settled: tookOptions(reported), config, label };
    } catch (error) {
      if (!refusesOptions(error)) throw error;
      return { client: await connected(config), settled: false, config, label };
    }
  } catch (error) {
    throw connectFailure(error, label);
  }
}

interface ParameterStatus {
  readonly parameterName: string;
  readonly parameterValue: string;
}

interface Connection {
  readonly stream: { destroy(): void };
  on(event: "parameterStatus", listener: (message: ParameterStatus) => void): void;
}

/** @param reported is filled with the settings that the server reports. */
async function connected(config: ClientConfig, reported = new Map<string, string>()): Promise<pg.Client> {
  const client = new pg.Client(config);
  client.on("error", () => undefined);
  const { connection } = client as unknown as { connection: Connection };
  connection.on("parameterStatus", ({ parameterName, parameterValue }) => {
    reported.set(parameterName, parameterValue);
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    connection.stream.destroy();
    throw error;
  }
}

/** A pooler does not know what to do with them. */
function refusesOptions(error: unknown): boolean {
  return error instanceof Error && /startup parameter/iu.test(error.message);
}
