// @requires of more than one leaf: objects, lists, fragments, and inputs from several subgraphs.
import { expect } from 'vitest';
import type { ConformanceCase } from '../conformance-case.ts';

const json = (field: string) => (given: Record<string, unknown>) => JSON.stringify(given[field]);

export const nestedRequires: ConformanceCase = {
  rule: '@requires brings whole objects and lists, from wherever they are',
  subgraphs: {
    catalog: {
      sdl: `type Query { product: Product }
        type Product @key(fields: "id") { id: ID! size: Size parts: [Part!] media: Media labels: [[String]] }
        type Size { w: Int h: Int unit: Unit } enum Unit { CM MM }
        type Part { code: String! of: Maker } type Maker @key(fields: "id") { id: ID! }
        interface Media { url: String } type Image implements Media { url: String alt: String } type Film implements Media { url: String seconds: Int }`,
      resolvers: {
        Query: {
          product: () => ({
            id: 'p',
            size: { w: 0, h: null, unit: 'MM' },
            parts: [
              { code: '', of: { id: 'm1' } },
              { code: 'b', of: null },
            ],
            media: { __typename: 'Film', url: 'u', seconds: 9 },
            labels: [['x', null], null, []],
          }),
        },
      },
    },
    makers: {
      sdl: `type Maker @key(fields: "id") { id: ID! country: String } type Product @key(fields: "id") { id: ID! weight: Float }`,
      resolvers: {
        Maker: { country: ({ id }: { id: string }) => `country of ${id}` },
        Product: { weight: () => 0.5 },
      },
    },
    shipping: {
      sdl: `type Product @key(fields: "id") { id: ID! weight: Float @external size: Size @external parts: [Part!] @external media: Media @external labels: [[String]] @external
          box: String @requires(fields: "size { w h unit }")
          customs: String @requires(fields: "parts { code of { country } } weight")
          player: String @requires(fields: "media { url ... on Film { seconds } ... on Image { alt } }")
          sticker: String @requires(fields: "labels") }
        type Size { w: Int @external h: Int @external unit: Unit @external } enum Unit { CM MM }
        type Part { code: String! @external of: Maker @external } type Maker @key(fields: "id") { id: ID! country: String @external }
        interface Media { url: String } type Image implements Media { url: String @external alt: String @external } type Film implements Media { url: String @external seconds: Int @external }`,
      resolvers: {
        Product: {
          box: json('size'),
          customs: ({ parts, weight }: Record<string, unknown>) => JSON.stringify([parts, weight]),
          player: json('media'),
          sticker: json('labels'),
        },
      },
    },
  },
  asks: [
    {
      that: 'an object with 0, null and an enum value',
      query: '{ product { box } }',
      data: { product: { box: '{"w":0,"h":null,"unit":"MM"}' } },
    },
    {
      that: 'a list of objects with entities of a third subgraph inside',
      query: '{ product { customs } }',
      data: {
        product: { customs: '[[{"code":"","of":{"country":"country of m1"}},{"code":"b","of":null}],0.5]' },
      },
    },
    {
      that: 'an object of an interface, by its type',
      query: '{ product { player } }',
      data: { product: { player: expect.stringMatching(/"url":"u".*"seconds":9/) } },
    },
    {
      that: 'nested lists of leaves',
      query: '{ product { sticker labels } }',
      data: { product: { sticker: '[["x",null],null,[]]', labels: [['x', null], null, []] } },
    },
    {
      that: 'all together, while the client asks parts of the same objects under its own names',
      wrongAtApollo: "it takes the client's alias `of` for the required field of that name",
      query: '{ product { box customs h: size { w: h } parts { of: code } media { __typename } } }',
      data: {
        product: {
          box: '{"w":0,"h":null,"unit":"MM"}',
          customs: expect.any(String),
          h: { w: null },
          parts: [{ of: '' }, { of: 'b' }],
          media: { __typename: 'Film' },
        },
      },
    },
  ],
};
