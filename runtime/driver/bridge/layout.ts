/** The memory that caller and worker share: control words, a request, a reply. */
export const Word = {
  requestSeq: 0,
  replySeq: 1,
  /** 1 while the worker may be asleep in its event loop, so that a request needs a message to wake it. */
  parked: 2,
  /** 1 once the worker has ended, for whatever reason. */
  dead: 3,
  pong: 4,
  requestKind: 5,
  requestTarget: 6,
  /** -1: the request's bytes travel as a message. */
  requestLength: 7,
  /** -1: the reply's bytes travel as a message. */
  replyLength: 8,
  /** 1: the reply is an error. */
  replyFailed: 9,
  /** 1 once the worker has read its program: before that, silence says that the machine is busy. */
  started: 10,
} as const;

const CONTROL_BYTES = 64;
export const REQUEST_BYTES = 64 * 1024;
export const REPLY_BYTES = 256 * 1024;

export class SharedSpace {
  readonly buffer: SharedArrayBuffer;
  readonly words: Int32Array;
  readonly request: Uint8Array;
  readonly reply: Uint8Array;

  constructor(buffer = new SharedArrayBuffer(CONTROL_BYTES + REQUEST_BYTES + REPLY_BYTES)) {
    this.buffer = buffer;
    this.words = new Int32Array(buffer, 0, CONTROL_BYTES / 4);
    this.request = new Uint8Array(buffer, CONTROL_BYTES, REQUEST_BYTES);
    this.reply = new Uint8Array(buffer, CONTROL_BYTES + REQUEST_BYTES, REPLY_BYTES);
  }
}
