/** Node's direct slices: half the cost of `toString(encoding, start, end)` on short values. */
interface Sliceable {
  latin1Slice(start: number, end: number): string;
  utf8Slice(start: number, end: number): string;
}

/** Text that is known to be ASCII. */
export function ascii(bytes: Buffer, start: number, end: number): string {
  return (bytes as unknown as Sliceable).latin1Slice(start, end);
}

export function utf8(bytes: Buffer, start: number, end: number): string {
  return (bytes as unknown as Sliceable).utf8Slice(start, end);
}
