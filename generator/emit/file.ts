/** A file of the generated client before it is formatted: its path below the output folder, with `/`, and its text. */
export interface RenderedFile {
  readonly path: string;
  readonly text: string;
}

/** The same as it is to be written. */
export interface FormattedFile extends RenderedFile {
  /** What the formatted text follows from, as a hash; null where it follows from a plugin's code as well. */
  readonly origin: string | null;
}
