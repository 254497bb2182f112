// The process behind the costs of `gordian operation check`: operations as JSON on standard input, one answer for each as JSON on
// standard output.
import { text } from 'node:stream/consumers';
import { type OfflineWeighing, weighOffline } from './demand/weigh-offline.ts';

process.stdout.write(JSON.stringify(weighOffline(JSON.parse(await text(process.stdin)) as OfflineWeighing)));
