/** Whether a comment can stand in a program as it is; another one is written as a string. */
export function isPlainComment(comment: string): boolean {
  return /^\w[\w .,;:'"()!?-]*$/.test(comment) && comment.trim() === comment;
}
