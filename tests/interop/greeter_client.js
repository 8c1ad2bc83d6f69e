// A proxyless gRPC client on Node.js: calls a greeter through xDS and counts who answered.
//
// usage: GRPC_XDS_BOOTSTRAP_CONFIG=... node greeter_client.js TARGET
//
// For every line "CALLS CONCURRENCY" on standard input it makes that many calls and writes one line of JSON:
// {"counts": {name: calls answered by it}, "errors": {message: calls}}. The channel lives as long as the program.
'use strict';

const readline = require('node:readline');
const grpc = require('@grpc/grpc-js');
require('@grpc/grpc-js-xds').register();

const METHOD = '/outrigger.test.Greeter/Hello';
const DEADLINE_MS = 20_000;

const identity = (bytes) => bytes;
const client = new grpc.Client(process.argv[2], grpc.credentials.createInsecure());

function call() {
  const options = { deadline: Date.now() + DEADLINE_MS };
  return new Promise((resolve) => {
    client.makeUnaryRequest(METHOD, identity, identity, Buffer.alloc(0), new grpc.Metadata({ waitForReady: true }),
      options, (error, bytes) => resolve({ error, name: error ? null : bytes.toString() }));
  });
}

async function makeCalls(calls, concurrency) {
  const result = { counts: {}, errors: {} };
  const count = (table, key) => { table[key] = (table[key] ?? 0) + 1; };
  let left = calls;
  const worker = async () => {
    while (left-- > 0) {
      const { error, name } = await call();
      if (error) count(result.errors, `${error.code}: ${error.details}`);
      else count(result.counts, name);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return result;
}

async function main() {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [calls, concurrency] = line.split(' ').map(Number);
    console.log(JSON.stringify(await makeCalls(calls, concurrency)));
  }
  process.exit(0);
}

main();
