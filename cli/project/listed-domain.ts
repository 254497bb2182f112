// Registers a domain's rules in the rules.ts of a project: an import, and a name in the list.
import { camelCased } from './subgraph-names.ts';

/** @returns the source with both, or null when it does not look as `gordian init` writes it */
export function withListedDomain(source: string, domain: string): string | null {
  const name = camelCased(domain);
  const imports = [...source.matchAll(/^import \{ .+ \} from '\.\/domains\/.+\.ts';\n/gm)];
  const last = imports.at(-1);
  const list = /^ {2}domains: \[(.*)\],$/m.exec(source);
  if (!last || !list) return null;
  const afterImports = last.index + last[0].length;
  const listed = source.replace(list[0], `  domains: [${list[1]}, ${name}],`);
  return `${listed.slice(0, afterImports)}import { ${name} } from './domains/${domain}.ts';\n${listed.slice(afterImports)}`;
}
