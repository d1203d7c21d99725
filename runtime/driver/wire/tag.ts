/** Tags of backend messages that something here looks at. */
export const Tag = {
  bindComplete: 0x32,
  dataRow: 0x44,
  commandComplete: 0x43,
  errorResponse: 0x45,
  noticeResponse: 0x4e,
  parameterStatus: 0x53,
  rowDescription: 0x54,
  parseComplete: 0x31,
  readyForQuery: 0x5a,
} as const;
