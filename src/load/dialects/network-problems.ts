/** What Node says of a connection to a server. */
export const networkProblems = [
  [/^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN)$/, 'no-server'],
  [/^(ECONNRESET|EPIPE|ERR_STREAM_DESTROYED)$/, 'lost'],
  [/^(SELF_SIGNED|DEPTH_ZERO_SELF|UNABLE_TO_|CERT_|ERR_TLS|ERR_SSL|EPROTO|ERR_OSSL)/, 'tls'],
] as const;
