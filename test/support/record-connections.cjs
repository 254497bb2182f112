// Loaded into every process of the end-to-end stack by NODE_OPTIONS: notes each outgoing connection that leaves the machine.
const { appendFileSync } = require('node:fs');
const net = require('node:net');

const loopback = /^(127\.|::1$|::ffff:127\.|localhost$)/;
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...given) {
  const options =
    typeof given[0] === 'object' && !Array.isArray(given[0])
      ? given[0]
      : Array.isArray(given[0])
        ? given[0][0]
        : { port: given[0], host: given[1] };
  const host = options?.path ? null : (options?.host ?? 'localhost');
  if (host && !loopback.test(host))
    appendFileSync(process.env.CONNECTIONS_FILE ?? '/dev/stderr', `${process.argv[1]} -> ${host}\n`);
  return connect.apply(this, given);
};
