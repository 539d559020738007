/** The names of the WebSocket's subprotocols, apart from `listenMessages.ts` so that a page need not carry its schemas. */

/** The subprotocol. */
export const listenProtocol = 'leitmotif.listen.1';
/** Begins the subprotocol that carries a client's token. */
export const tokenProtocolPrefix = 'token.';
