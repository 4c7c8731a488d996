/** What kiosks are brought up to date with as signed files. */
export const bundleKinds = ['content', 'guides'] as const;
export type BundleKind = (typeof bundleKinds)[number];

/** Why a bundle is not taken; with its kind before it (`guides-truncated`) a code that stays: it stands in logs and reports. */
export const bundleFaults = [
  /** No bundle at all, or not whole, or not what its manifest names. */
  'truncated',
  'signature',
  /** Of another schema or format, or a piece that does not fit it. */
  'schema',
  /** Not newer than what is there. */
  'downgrade',
] as const;
export type BundleFault = (typeof bundleFaults)[number];
