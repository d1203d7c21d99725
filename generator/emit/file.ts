/** A file of the generated client before it is formatted: its path below the output folder, with `/`, and its text. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
}
