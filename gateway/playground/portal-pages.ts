// Which paths are pages of the portal: each answers the same file, whose script shows the page. Every other path stays unknown, so
// that a client that asks for the wrong one is told so rather than given HTML.

const pages: ReadonlySet<string> = new Set([
  '/',
  '/catalog',
  '/lineage',
  '/impact',
  '/policy',
  '/policy/explain',
  '/access',
  '/audit',
  '/deployments',
  '/incidents',
]);

/** A data product by its URN, whose slash may be encoded. */
const product = /^\/products\/.+$/;

/** A build has plain names only, so nothing else is looked up on the disk. The file of the pages has no path of its own. */
const plainFile = /^(\/[\w-][\w.-]*)+$/;

export function isAsset(pathname: string): boolean {
  return plainFile.test(pathname) && pathname !== '/index.html';
}

export function isPortalPage(pathname: string): boolean {
  return pages.has(pathname) || product.test(pathname);
}
