// What a contract is: of which standard, of which product, in which version.
import { type Contract, productUrn } from './contract.ts';
import { choiceOf, invalid, type Mapping, stringOf } from './yaml-mapping.ts';

/** Which standard the text follows. */
export function checkStandard(top: Mapping): void {
  const standard = stringOf(top, 'apiVersion');
  if (standard !== null && !/^v3\.[012]\.\d+$/.test(standard))
    invalid(top, 'apiVersion', `ODCS ${standard} is not read here.`, 'Write v3.2.0; v3.0.x and v3.1.x are read too.');
  choiceOf(top, 'kind', { DataContract: true });
}

export function readIdentity(top: Mapping): Pick<Contract, 'id' | 'product' | 'urn' | 'name' | 'domain'> | null {
  const id = stringOf(top, 'id');
  const name = stringOf(top, 'name');
  const domain = stringOf(top, 'domain');
  if (id === null || name === null || domain === null) return null;
  if (!isProductId(id))
    invalid(
      top,
      'id',
      `"${id}" is not a product id.`,
      'Write <domain>/<product> in lower case, such as customers/customer-profile.',
    );
  else if (!id.startsWith(`${domain}/`))
    invalid(
      top,
      'domain',
      `The id "${id}" belongs to another domain than "${domain}".`,
      `Write domain: ${id.split('/')[0]}, or change the id.`,
    );
  return { id, product: id, urn: productUrn(id), name, domain };
}

export function isProductId(text: string): boolean {
  return /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(text);
}

export function readVersion(top: Mapping): string | null {
  const version = stringOf(top, 'version');
  if (version === null || /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/.test(version)) return version;
  invalid(top, 'version', `"${version}" is not a semantic version.`, 'Write three numbers, such as 1.0.0.');
  return null;
}
