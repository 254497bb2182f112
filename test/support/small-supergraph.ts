// A supergraph of one or more small subgraphs, composed as `gordian compose` would.
import { composeSupergraph } from '../../schema/compose.ts';

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external"])';

/** @param subgraphs SDL and URL by name */
export function composeSmall(
  subgraphs: Readonly<Record<string, { readonly sdl: string; readonly url: string }>>,
): string {
  const composition = composeSupergraph(
    Object.entries(subgraphs).map(([name, { sdl, url }]) => ({
      name,
      url,
      sdl: `${link}\n${sdl}`,
      file: `${name}.graphql`,
    })),
  );
  if (!composition.ok) throw new Error(composition.problems.map(({ message }) => message).join('\n'));
  return composition.supergraphSdl;
}
