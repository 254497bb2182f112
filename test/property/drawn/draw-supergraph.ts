// A random supergraph: the graph is drawn first and then dealt out to subgraphs, so that nearly every one composes.
import { newDraft } from './draft.ts';
import { drawContext } from './draw-context.ts';
import { drawInterfaceObject, drawOverrides, drawProvisions, hideSome } from './draw-directives.ts';
import { drawFields, drawRoots } from './draw-fields.ts';
import { drawRequirements } from './draw-requirements.ts';
import { drawAbstracts, drawEntities, drawLeaves, drawValues } from './draw-types.ts';
import { settleSupergraph } from './settle-supergraph.ts';
import type { SupergraphModel } from './supergraph-model.ts';

export function drawSupergraph(seed: string): SupergraphModel {
  const draft = newDraft(seed);
  drawLeaves(draft);
  drawEntities(draft);
  drawValues(draft);
  drawAbstracts(draft);
  drawFields(draft);
  drawRoots(draft);
  drawRequirements(draft);
  drawProvisions(draft);
  drawOverrides(draft);
  drawContext(draft);
  drawInterfaceObject(draft);
  hideSome(draft);
  return settleSupergraph(draft);
}
