import { describe, expect, test } from 'vitest';
import { subgraphSchema, supergraphOf, versionOneSdl } from '../../../bench/worlds/world.ts';
import { worlds } from '../../../bench/worlds/worlds.ts';

describe.each(Object.entries(worlds))('the world %s', (_, world) => {
  test('composes', () => {
    const urls = Object.fromEntries(Object.keys(world).map((name) => [name, `http://127.0.0.1/${name}`]));
    expect(supergraphOf(world, urls)).toContain('join__Graph');
    expect(Object.values(world).map(subgraphSchema)).toHaveLength(Object.keys(world).length);
  });
});

test('in version 1 of Federation a type is extended by whoever does not own it', () => {
  const { inventory, products } = worlds.shop;
  expect(versionOneSdl(inventory!)).toContain('extend type Product @key(fields: "upc") { upc: String! @external');
  expect(versionOneSdl(products!)).toContain('\n      type Product @key(fields: "upc") { upc: String! name');
});
