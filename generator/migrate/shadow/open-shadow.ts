import type { Shadow } from "./shadow.js";

/** The shadow on the server that was named, else in memory; the extensions are those that will be asked for. */
export async function openShadow(url: string | undefined, extensions: readonly string[]): Promise<Shadow> {
  if (url !== undefined) {
    const { serverShadow } = await import("./server-shadow.js");
    return serverShadow(url);
  }
  const { embeddedShadow } = await import("./embedded-shadow.js");
  return embeddedShadow(extensions);
}
