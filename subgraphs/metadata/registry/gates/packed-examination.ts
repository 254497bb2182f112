// What crosses from the thread that examines. A parsed schema does not: its tokens are a list as long as the file, which cannot be copied
// and is read again in a hundredth of the time that the examination took.
import type { ProductVersion } from '../../../../schema/contract-changes/diff-contracts.ts';
import { readSubgraphSdl, type SubgraphSdl } from '../../../../schema/subgraph-sdl.ts';
import { type ProductComparison, textOf } from '../compare-with-force.ts';
import type { Examined, ExaminedOffer } from './examine.ts';

interface PackedSdl {
  readonly file: string;
  readonly text: string;
}

type PackedVersion = Omit<ProductVersion, 'sdl'> & { readonly sdl: PackedSdl };

type PackedComparison = Omit<ProductComparison, 'before' | 'after'> & {
  readonly before: PackedVersion | null;
  readonly after: PackedVersion | null;
};

interface PackedOffer extends Omit<ExaminedOffer, 'publication' | 'comparisons'> {
  readonly publication: Omit<ExaminedOffer['publication'], 'subgraphs'> & {
    readonly subgraphs: readonly (Omit<ExaminedOffer['publication']['subgraphs'][number], 'parsed'> & {
      readonly parsed: PackedSdl;
    })[];
  };
  readonly comparisons: readonly PackedComparison[];
}

export type PackedExamination = Exclude<Examined, ExaminedOffer> | PackedOffer;

export function pack(examined: Examined): PackedExamination {
  if (!examined.ok) return examined;
  const { publication, comparisons } = examined;
  const subgraphs = publication.subgraphs.map((subgraph) => ({ ...subgraph, parsed: packSdl(subgraph.parsed) }));
  const packVersion = (version: ProductVersion | null): PackedVersion | null =>
    version && { ...version, sdl: packSdl(version.sdl) };
  return {
    ...examined,
    publication: { ...publication, subgraphs },
    comparisons: comparisons.map((one) => ({ ...one, before: packVersion(one.before), after: packVersion(one.after) })),
  };
}

export function unpack(packed: PackedExamination): Examined {
  if (!packed.ok) return packed;
  const { publication, comparisons } = packed;
  const unpackSdl = readOnce();
  const unpackVersion = (version: PackedVersion | null): ProductVersion | null =>
    version && { ...version, sdl: unpackSdl(version.sdl) };
  const subgraphs = publication.subgraphs.map((subgraph) => ({ ...subgraph, parsed: unpackSdl(subgraph.parsed) }));
  return {
    ...packed,
    publication: { ...publication, subgraphs },
    comparisons: comparisons.map((one) => ({
      ...one,
      before: unpackVersion(one.before),
      after: unpackVersion(one.after),
    })),
  };
}

function packSdl(sdl: SubgraphSdl): PackedSdl {
  return { file: sdl.file, text: textOf(sdl) };
}

/** The products of a subgraph share its schema, and most schemas are the same before and after. */
function readOnce(): (packed: PackedSdl) => SubgraphSdl {
  const read = new Map<string, SubgraphSdl>();
  return ({ file, text }) => {
    const key = `${file}\n${text}`;
    // It was parsed in the other thread.
    const sdl = read.get(key) ?? readSubgraphSdl(text, file).sdl!;
    read.set(key, sdl);
    return sdl;
  };
}
