/** Where something stands in a model file; `line` and `column` start at 1, `file` is relative to the project root, with `/`. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
