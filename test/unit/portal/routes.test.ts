// Where the pages of the portal are: the addresses that pages write lead to them, and the gateway answers these and no others.

import { describe, expect, test } from 'vitest';
import { isPortalPage } from '../../../gateway/playground/portal-pages.ts';
import { findRoute, hrefOf, type RouteName, routes } from '../../../portal/source/shell/routes.ts';

const names = Object.keys(routes) as RouteName[];
const urn = 'gordian:product:customers/customer-360';

describe('an address', () => {
  test.each(names)('of %s leads to its page, and the gateway answers it', (name) => {
    const { pathname } = new URL(hrefOf(name, { urn }), 'http://gateway');
    expect(findRoute(pathname)?.name).toBe(name);
    expect(isPortalPage(pathname)).toBe(true);
  });

  test('holds what the path leaves open, and the rest as search parameters without the empty ones', () => {
    const href = hrefOf('product', { urn, tab: 'quality', compare: '', version: null });
    expect(href).toBe('/products/gordian:product:customers%2Fcustomer-360?tab=quality');
    expect(findRoute(new URL(href, 'http://gateway').pathname)?.parameters).toEqual({ urn });
  });

  test('of a product may be typed with the slash as it is', () => {
    expect(findRoute(`/products/${urn}`)).toEqual({ name: 'product', parameters: { urn } });
    expect(isPortalPage(`/products/${urn}`)).toBe(true);
  });

  test.each([
    '/catalogue',
    '/products',
    '/products/',
    '/policy/',
    '/assets/index.js',
    '/graphql',
    '//catalog',
  ])('%s is none of a page', (pathname) => {
    expect(findRoute(pathname)).toBeNull();
    expect(isPortalPage(pathname)).toBe(false);
  });

  test('that is not encoded as addresses are is none of a page', () => {
    expect(findRoute('/products/%E0%A4%A')).toBeNull();
  });
});
