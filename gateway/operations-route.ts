// What those who run the gateway may read: metrics, and how the policy is; the latter also whoever may know the rules. Nobody else
// learns that it is there.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GordianError } from '../kit/errors.ts';
import { isFromOwnMachine } from '../kit/own-machine.ts';
import type { Gateway } from './gateway.ts';
import { maySeeRules } from './may-see-plans.ts';
import { addToVary } from './respond/response-headers.ts';

/** @returns false when the path is none of these */
export async function routeOperations(
  gateway: Gateway,
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
): Promise<boolean> {
  const answer = answers[pathname];
  if (!answer || isForPage(gateway, request, pathname)) return false;
  if (!mayRead(gateway.config.operations.access, request) && !(await mayKnowRules(gateway, request, pathname)))
    return false;
  const { mediaType, text } = await answer(gateway);
  const vary = addToVary(response, 'accept, authorization');
  response.writeHead(200, { 'content-type': mediaType, 'cache-control': 'no-store', vary }).end(text);
  return true;
}

interface Answer {
  readonly mediaType: string;
  readonly text: string;
}

const answers: Readonly<Record<string, (gateway: Gateway) => Answer | Promise<Answer>>> = {
  '/metrics': ({ metrics }) => metrics.read(),
  '/policy': ({ generations, policies }) =>
    json({ generation: generations.current()?.id ?? null, ...policies.state() }),
  '/policy/dry-run': ({ dryRun }) => {
    if (dryRun === null)
      throw new GordianError('NOT_FOUND', 'There is no dry run: name a folder with the setting policy.candidate.');
    return json(dryRun.report());
  },
};

function json(body: unknown): Answer {
  return { mediaType: 'application/json; charset=utf-8', text: JSON.stringify(body) };
}

function mayRead(access: Gateway['config']['operations']['access'], request: IncomingMessage): boolean {
  return access === 'loopback' ? isFromOwnMachine(request) : access === 'everyone';
}

/** The portal has a page of the same name. A browser that goes there wants the page. */
function isForPage({ playground }: Gateway, { headers }: IncomingMessage, pathname: string): boolean {
  return playground !== null && pathname === '/policy' && headers.accept?.includes('text/html') === true;
}

async function mayKnowRules(
  { authenticate }: Gateway,
  { headers }: IncomingMessage,
  pathname: string,
): Promise<boolean> {
  if (pathname === '/metrics' || headers.authorization === undefined) return false;
  return authenticate(headers).then(maySeeRules, () => false);
}
