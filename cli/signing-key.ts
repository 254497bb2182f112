// The key with which a registry of a launcher or a deployment signs, and the key set with which its gateways check.
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicKeyOf } from '../kit/public-key.ts';

export interface SigningKey {
  /** PKCS #8 PEM. */
  readonly privateKey: string;
  /** A JWKS, as JSON. */
  readonly publicKeys: string;
}

export async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = generateKeyPairSync('ed25519');
  return signingKeyOf(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
}

export interface SigningKeyFiles {
  readonly privateKeyFile: string;
  readonly publicKeysFile: string;
}

/** Kept in the state directory, because what it signed outlives the start; made when there is none. */
export async function keptSigningKey(stateDirectory: string): Promise<SigningKeyFiles> {
  const privateKeyFile = join(stateDirectory, 'registry-signing-key.pem');
  const publicKeysFile = join(stateDirectory, 'registry-keys.json');
  const { privateKey } = await newSigningKey();
  try {
    writeFileSync(privateKeyFile, privateKey, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const { publicKeys } = await signingKeyOf(readFileSync(privateKeyFile, 'utf8'));
  writeFileSync(publicKeysFile, publicKeys);
  return { privateKeyFile, publicKeysFile };
}

async function signingKeyOf(privateKey: string): Promise<SigningKey> {
  const publicKey = await publicKeyOf(createPrivateKey(privateKey));
  return { privateKey, publicKeys: JSON.stringify({ keys: [publicKey] }) };
}
