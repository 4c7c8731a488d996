/** Every route of the wire contract. The gateway's allow-list, the portal's routes and the OpenAPI document come from here. */
export const routes = {
  health: { method: 'GET', path: '/v1/health', auth: 'none', gateway: true },
  enrol: { method: 'POST', path: '/v1/enrolments', auth: 'none', gateway: false },
  /** RFC 6749 client credentials with `private_key_jwt` (RFC 7523), form-encoded. */
  token: { method: 'POST', path: '/v1/token', auth: 'none', gateway: false },
  sync: { method: 'POST', path: '/v1/sync', auth: 'device', gateway: true },
  partSize: { method: 'HEAD', path: '/v1/parts/:sha256', auth: 'device', gateway: false },
  /** Raw bytes, `application/octet-stream`; answers 201 when stored, 200 when it was there already. */
  putPart: { method: 'PUT', path: '/v1/parts/:sha256', auth: 'device', gateway: false },
  /**
   * A piece of a large part behind what is there (draft-ietf-httpbis-resumable-upload): `application/partial-upload` with
   * `Upload-Offset` and `Upload-Complete`. HEAD says by `Upload-Offset` how far it has come.
   */
  putPiece: { method: 'PATCH', path: '/v1/parts/:sha256', auth: 'device', gateway: false },
  /** How the kiosk's storage stands; the newest counts. An older portal answers 404, which is as good. */
  report: { method: 'POST', path: '/v1/kiosk-reports', auth: 'device', gateway: false },
  lookup: { method: 'POST', path: '/v1/case-lookups', auth: 'device', gateway: true },
  /** The resident takes back a dossier the portal has. An older portal answers 404: then the counter does it. */
  withdrawCase: { method: 'POST', path: '/v1/case-withdrawals', auth: 'device', gateway: true },
  /** What an officer marked, with the answers it is about, sealed to a key of this visit. */
  correction: { method: 'POST', path: '/v1/corrections', auth: 'device', gateway: true },
  /** The draft certificate an officer sent, sealed to a key of this visit. */
  draft: { method: 'POST', path: '/v1/drafts', auth: 'device', gateway: true },
  /** A resident asks for a person. An older portal answers 404: then nobody hears it, and the kiosk shows the duty number. */
  helpCall: { method: 'POST', path: '/v1/help-calls', auth: 'device', gateway: false },
  /** Notices, offices and readings for the kiosk's ward. An older portal answers 404: then the kiosk keeps what it has. */
  information: { method: 'GET', path: '/v1/information', auth: 'device', gateway: false },
  /** Which bundles there are for kiosks (catalogue, guides). An older portal answers 404: then they come by stick alone. */
  bundles: { method: 'GET', path: '/v1/bundles', auth: 'device', gateway: false },
  /** Bytes of one of them: a range (RFC 9110 §14), so that a line that breaks costs one piece. */
  bundlePiece: { method: 'GET', path: '/v1/bundles/:sha256', auth: 'device', gateway: false },
} as const;
export type RouteName = keyof typeof routes;
